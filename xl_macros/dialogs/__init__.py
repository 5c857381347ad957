"""Asking the user: in Excel, in LibreOffice."""
