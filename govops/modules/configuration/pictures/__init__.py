"""What the pictures show, as plain data narrowed to what the reader may see: topology, racks, rooms."""
