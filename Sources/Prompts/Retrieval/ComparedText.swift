/// Which text of two records a retriever compares.
package enum ComparedText: String, Sendable, CaseIterable { case query, output }
