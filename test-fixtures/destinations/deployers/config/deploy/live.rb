server 'saturn', user: 'root', roles: %w{web}
# server 'mars', user: 'root'
server 'localhost', user: 'me'
