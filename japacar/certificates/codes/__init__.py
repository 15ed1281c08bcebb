"""Reading the 2D codes of a certificate from photos, scans and PDFs: found in a limited process, joined, told apart."""
