"""What runs inside the limited process that opens uploaded files. Nothing here may be imported by the web process
except `signatures`.
"""
