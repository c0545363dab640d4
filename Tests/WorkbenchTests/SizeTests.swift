import TerminalUI
import Testing

@testable import Workbench

@Suite struct SizeTests {
    private static let sizes = [
        Size.zero, Size(width: 1, height: 0), Size(width: 0, height: 1),
        Size(width: 1, height: 1), Size(width: 20, height: 5), Size(width: 39, height: 10),
        Size(width: 40, height: 9), Size(width: 40, height: 10), Size(width: 41, height: 13),
        Size(width: 60, height: 16), Size(width: 71, height: 20), Size(width: 500, height: 10),
        Size(width: 40, height: 120),
    ]

    @Test(arguments: sizes) func everyPaneIsDrawnAtEverySize(_ size: Size) throws {
        let driver = try WorkbenchDriver(size)
        try driver.train(to: 203)
        for keys in ["1 right", "2 ?", "esc 3 x", "n 4 enter", "5 enter", "esc x", "n /", "q"] {
            try driver.type(keys)
            #expect(driver.terminal.screen.size == size)
        }
    }

    @Test func aSmallScreenSaysWhatItNeeds() throws {
        let driver = try WorkbenchDriver(Size(width: 20, height: 5))
        #expect(
            driver.text
                == """

                 Terminal too small
                20x5, needs 40x10
                      q quits

                """.replacing("20x5", with: " 20x5"))
    }

    @Test func aResizeDrawsTheNewSize() throws {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24))
        for size in Self.sizes {
            driver.terminal.resize(to: size)
            try driver.settle()
            #expect(driver.terminal.screen.size == size)
        }
    }
}
