"""The key of codes: the encrypted file, its password, its second custodian."""
