"""The papers of a deal: numbered without gaps, frozen, hashed, printed."""
