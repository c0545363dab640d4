import Project
import Prompts
import RunControl
import RunTestSupport
import Testing

/// `data.train_records`: training on a part of what there is.
@Suite struct TrainRecordsTests {
    private func project(_ setting: String) throws -> SmallProject {
        let project = try SmallProject()
        try project.write(
            "project.yaml",
            project.read("project.yaml").replacing("data:\n", with: "data:\n  \(setting)\n"))
        return project
    }

    @Test func theFirstRecordsTrainAndServeAsExamples() throws {
        let all = try SmallProject().load()
        #expect(all.training.count > 5)
        let few = try project("train_records: 5").load()
        #expect(few.training.map(\.id) == all.training.prefix(5).map(\.id))
        #expect(few.bank.map(\.id) == few.training.map(\.id))
        #expect(few.heldOut.map(\.id) == all.heldOut.map(\.id))
        // More than there are is all.
        #expect(try project("train_records: 1000").load().training.count == all.training.count)
    }

    @Test func aRunIsOfItsRecords() throws {
        func plan(_ project: SmallProject) throws -> RunPlan {
            let prepared = try project.prepared()
            return try RunPlan(prepared, schedule: prepared.project.file.schedule.schedule)
        }
        let (all, none, few) = (
            try plan(SmallProject()), try plan(project("train_records: 0")),
            try plan(project("train_records: 5"))
        )
        #expect(few.configurationJSON["train_records"]?.intValue == 5)
        #expect(few.fingerprint != all.fingerprint && few.stepCount < all.stepCount)
        // A run from before the setting was there can still be gone on with.
        #expect(all.configurationJSON["train_records"] == nil)
        #expect(none.fingerprint == all.fingerprint)
    }
}
