"""Users, sign-in, sessions, the login record, published texts and who agreed to them."""
