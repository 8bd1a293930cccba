execSync('npm publish')
