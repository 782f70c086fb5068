"""Who may use a shared program, and for what: accounts, sessions, roles. Nothing of it is loaded where no accounts are kept."""
