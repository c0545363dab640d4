import JSONText
import Testing

@Suite struct JSONValueTests {
    @Test func compactTextKeepsOrder() {
        let value: JSONValue = [
            "b": 1, "a": [true, nil, 2.5, "x"], "c": [:], "d": [], "b": -1,
        ]
        #expect(value.text() == #"{"b":1,"a":[true,null,2.5,"x"],"c":{},"d":[],"b":-1}"#)
    }

    @Test func indentedTextPutsOneMemberOnALine() {
        let value: JSONValue = ["a": [1, 2], "b": [:], "c": ["d": []]]
        #expect(
            value.text(.indented) == """
                {
                  "a": [
                    1,
                    2
                  ],
                  "b": {},
                  "c": {
                    "d": []
                  }
                }
                """)
    }

    @Test func stringsAreEscapedAsLittleAsJSONAllows() {
        #expect(
            JSONValue.string("\"\\/\n\r\t\u{1}\u{7F}é😀").text() == #""\"\\/\n\r\t\u0001\u007fé😀""#)
    }

    @Test func numbersWithoutAWordInJSONBecomeNull() {
        #expect(
            JSONValue.array([.number(.nan), .number(.infinity), .number(1)]).text()
                == "[null,null,1.0]")
    }

    @Test(arguments: [
        0.1, -0.0, 1e16, 1e-7, Double.leastNonzeroMagnitude, Double.greatestFiniteMagnitude,
        123_456_789.125,
    ])
    func doublesSurviveARoundTrip(_ number: Double) throws {
        let value = try JSONValue.parse(JSONValue.number(number).text())
        #expect(value == .number(number))
        #expect(value.doubleValue?.sign == number.sign)
    }

    @Test(arguments: [JSONValue.Layout.compact, .indented])
    func whatIsWrittenIsReadBack(_ layout: JSONValue.Layout) throws {
        let value: JSONValue = [
            "e\u{301}": 1, "\u{E9}": 2, "": [[], [:], [nil, false]], "s": "a\u{0}\u{1F}\"\\😀",
            "n": [.integer(.min), .integer(.max), 0.5], "n": "again",
        ]
        #expect(try JSONValue.parse(value.text(layout)) == value)
    }

    @Test func setReplacesInPlaceAndAppendAdds() {
        var object = JSONObject([.init(key: "a", value: 1), .init(key: "b", value: 2)])
        object.set("a", 3)
        object.set("c", 4)
        object.append("a", 5)
        #expect(JSONValue.object(object).text() == #"{"a":3,"b":2,"c":4,"a":5}"#)
    }

    @Test func kindsHaveNamesForMessages() {
        let values: [JSONValue] = [nil, true, 1, 1.5, "", [], [:]]
        #expect(
            values.map(\.kindName) == [
                "null", "true or false", "a number", "a number", "a string", "a list", "an object",
            ])
    }

    @Test func accessorsAnswerOnlyTheirOwnKind() {
        let text: JSONValue = "1"
        #expect(text.intValue == nil && text.doubleValue == nil && text.boolValue == nil)
        #expect(text.arrayValue == nil && text.objectValue == nil && text["a"] == nil)
        #expect(JSONValue.integer(2).doubleValue == 2 && JSONValue.null.isNull && !text.isNull)
    }
}
