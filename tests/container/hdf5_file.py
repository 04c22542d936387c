"""Writes small HDF5 files with any names, links and attributes: no library would make hostile ones.

    file = Hdf5File()
    dataset = file.dataset()
    group = file.group(links={"0": dataset}, attributes={"name": "dense"})
    path.write_bytes(file.bytes(root=file.group(links={"vars": group})))

An object is its address, so that several links may lead to it, and an address can be known before its object is made.
Numbers in comments are chapters of the HDF5 file format specification, version 3.0.
"""
import struct

UNDEFINED = b"\xff" * 8
SUPERBLOCK = 96


def padded(data):
    return data + bytes(-len(data) % 8)


def message(kind, data):
    """IV.A.1.a: a message of an object header."""
    data = padded(data)
    return struct.pack("<HHB3x", kind, len(data), 0) + data


def dataspace(sizes):
    """IV.A.2.b: None is a scalar."""
    if sizes is None:
        return bytes([2, 0, 0, 0])
    return bytes([2, len(sizes), 0, 1]) + b"".join(struct.pack("<Q", size) for size in sizes)


def string_type(size):
    """IV.A.2.d, class 3: of fixed length, padded with zeros."""
    return bytes([0x13, 1, 0, 0]) + struct.pack("<I", size)


def attribute(name, value):
    """IV.A.2.m: a string or a list of strings."""
    strings = [value] if isinstance(value, str) else value
    size = max([1, *(len(string.encode()) for string in strings)])
    kind, space = string_type(size), dataspace(None if isinstance(value, str) else [len(strings)])
    encoded = name.encode() + b"\0"
    data = b"".join(string.encode().ljust(size, b"\0") for string in strings)
    return message(0x0C, struct.pack("<BBHHHB", 3, 0, len(encoded), len(kind), len(space), 1) + encoded + kind + space + data)


def link(name, target):
    """IV.A.2.g: a hard link to an address, or a soft link to a path."""
    encoded = name.encode()
    if isinstance(target, int):
        return message(0x06, struct.pack("<BBI", 1, 2, len(encoded)) + encoded + struct.pack("<Q", target))
    path = target.encode()
    return message(0x06, struct.pack("<BBBI", 1, 10, 1, len(encoded)) + encoded + struct.pack("<H", len(path)) + path)


class Hdf5File:
    def __init__(self):
        self.data = bytearray(SUPERBLOCK)

    def next_address(self):
        return len(self.data)

    def add(self, messages):
        """IV.A.1.a: version 1 of an object header."""
        address, body = len(self.data), b"".join(messages)
        self.data += struct.pack("<BxHII4x", 1, len(messages), 1, len(body)) + body
        return address

    def group(self, links=(), attributes=()):
        links = links.items() if isinstance(links, dict) else links
        info = [message(0x02, bytes(2) + UNDEFINED * 2), message(0x0A, bytes(2))]
        return self.add(info + [link(*item) for item in links] + [attribute(*item) for item in dict(attributes).items()])

    def dataset(self, sizes=(1,)):
        """Of float32, without values."""
        float32 = bytes([0x11, 0x20, 0x1F, 0]) + struct.pack("<IHHBBBBI", 4, 0, 32, 23, 8, 0, 23, 127)
        return self.add([message(0x01, dataspace(sizes)), message(0x03, float32), message(0x05, bytes([2, 2, 2, 0])),
                         message(0x08, bytes([3, 1]) + UNDEFINED + bytes(8))])

    def bytes(self, root):
        """II.A: version 0 of the superblock."""
        header = b"\x89HDF\r\n\x1a\n" + bytes([0, 0, 0, 0, 0, 8, 8, 0]) + struct.pack("<HHI", 4, 16, 0)
        header += bytes(8) + UNDEFINED + struct.pack("<Q", len(self.data)) + UNDEFINED
        header += struct.pack("<QQII16x", 0, root, 0, 0)
        return header + bytes(self.data[SUPERBLOCK:])
