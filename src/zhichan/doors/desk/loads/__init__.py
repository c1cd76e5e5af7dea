"""Loads of the rights database: upload, preview, mend, load, take back; and how far each feed has come."""
