"""Who is told what, and how: notices in the app and deliveries by mail, with retries."""
