/// Which part of the data a record belongs to.
package enum DataSplit: String, Sendable, Codable, CaseIterable { case train, validation, test }
