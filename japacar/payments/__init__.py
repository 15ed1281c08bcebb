"""Payment requests, transfer proofs, and funds confirmed by whoever is payee. Never Stripe."""
