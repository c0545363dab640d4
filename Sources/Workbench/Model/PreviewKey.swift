/// Which preview: a record in a stage of the present schedule; a stage of nil is the whole prompt.
package struct PreviewKey: Sendable, Hashable {
    package var recordID: String
    package var stage: Int?
}
