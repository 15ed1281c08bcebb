"""The demo's stand-ins of outside services as one small process: a mail server, the corporate register,
two OpenID providers, and two vendors of models, on this machine only.

The one thing to know: they speak the services' real protocols, so the site needs no special case. Run by `bin/demo` as
`python -m japacar.demo.standins`; nothing here loads Django, and the tests start the same classes."""
