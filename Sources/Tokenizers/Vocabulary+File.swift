import JSONText

extension Vocabulary {
    /// Ids index arrays, so an absurd one must not allocate gigabytes.
    static let idLimit = 16_777_216

    /// Reads the member `vocab`, an object of tokens with their ids.
    init(_ reader: StageReader) throws {
        guard let members = reader.object["vocab"]?.objectValue?.members else {
            throw reader.wrong("vocab", expected: "an object")
        }
        self.init(reserving: members.count)
        for member in members {
            guard let id = member.value.intValue, (0..<Self.idLimit).contains(id) else {
                throw TokenizerError.wrongField(
                    file: reader.file, field: reader.field("vocab") + "[\"\(member.key)\"]",
                    expected: "an id from 0 to 16,777,215", found: member.value.text())
            }
            insert(member.key.utf8, id: Int32(id))
        }
    }
}
