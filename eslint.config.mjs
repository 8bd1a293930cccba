// Lint = what the compiler cannot see: promises nobody waits for, and packages that a ring may not use.
import tseslint from "typescript-eslint";

/** The npm packages (and Node's own modules) that each ring may import. server/test/layers.test.ts holds the rings' imports of each other. */
const packagesByRing = {
  core: ["yaml", "minimatch", "fflate", "sarif", "toml-eslint-parser", "dockerfile-ast"],
};

export default tseslint.config(
  { ignores: ["dist/**", ".tsbuild/**", "node_modules/**", "test-fixtures/**", "**/*.mjs", "**/*.cjs"] },
  {
    files: ["server/**/*.ts", "client/**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["server/src/core", "server", "server/test", "client", "client/test"].map((folder) => `${folder}/tsconfig.json`),
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": "off",
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["server/src/core/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `^(?!\\.{1,2}/)(?!(${packagesByRing.core.join("|")})$)`,
              message: "core imports only these packages: " + packagesByRing.core.join(", "),
            },
          ],
        },
      ],
    },
  },
);
