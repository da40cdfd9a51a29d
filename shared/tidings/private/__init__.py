"""Files with secrets in them: read only while nobody else can, changed as a whole, watched."""
