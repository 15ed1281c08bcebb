"""What the rows of files say about people. The bytes themselves belong to the purpose of the thing they are bound to.

Pictures of identity papers are personal in their content; the rooms that bind them (members, payments, certificates)
declare that on their own field and delete the file when its time is over.
"""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Retention

FIELDS = {
    "files.StoredFile": {
        "id": NotPersonal("random number of the row"),
        "name": NotPersonal("random name in the address of a photo"),
        "slot": NotPersonal("one of a fixed list"),
        "media_type": NotPersonal("one of a fixed list"),
        "size": NotPersonal("count of bytes"),
        "sha256": NotPersonal("hash of the file"),
        "width": NotPersonal("count of pixels"),
        "height": NotPersonal("count of pixels"),
        "pages": NotPersonal("count of pages"),
        "sealed": NotPersonal("whether the file is encrypted"),
        "key_id": NotPersonal("name of the key that sealed it"),
        "owner_ref": Personal("1.1", Purpose.SERVICE, Retention.ACCOUNT, (), Channel.FORM),
        "uploaded_by": Personal("1.1", Purpose.SERVICE, Retention.ACCOUNT, (), Channel.AUTOMATIC),
        "state": NotPersonal("one of a fixed list"),
        "created_at": NotPersonal("time"),
    },
    "files.Rendition": {
        "id": NotPersonal("number of the row"),
        "file": NotPersonal("the file it is a copy of"),
        "kind": NotPersonal("one of a fixed list"),
        "width": NotPersonal("count of pixels"),
        "format": NotPersonal("one of a fixed list"),
        "page": NotPersonal("number of the page"),
        "size": NotPersonal("count of bytes"),
        "sha256": NotPersonal("hash of the copy"),
        "path": NotPersonal("hash or random number: where the copy lies"),
    },
}
