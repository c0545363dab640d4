extension Style {
    /// The style with the nearest colours of a tier; without colours only attributes stay.
    package func quantized(to tier: ColorTier) -> Style {
        Style(
            foreground: foreground.quantized(to: tier), background: background.quantized(to: tier),
            attributes: attributes)
    }
}

extension Color {
    /// The nearest colour of a tier.
    package func quantized(to tier: ColorTier) -> Color {
        switch (self, tier) {
        case (.default, _), (_, .truecolor): self
        case (_, .mono): .default
        case (.rgb(let red, let green, let blue), .palette256):
            .palette(Self.paletteIndex(Int(red), Int(green), Int(blue)))
        case (.rgb(let red, let green, let blue), .ansi16):
            .ansi(Self.ansiIndex(Int(red), Int(green), Int(blue)))
        case (.palette(let index), .ansi16):
            if index < 16 {
                .ansi(index)
            } else {
                Color.ansi(Self.ansiIndex(Self.components(ofPalette: index)))
            }
        default: self
        }
    }

    private static let cubeLevels = [0, 95, 135, 175, 215, 255]

    /// Red, green and blue of an entry from 16 to 255: a cube of six levels, then 24 greys.
    private static func components(ofPalette index: UInt8) -> (Int, Int, Int) {
        let value = Int(index)
        if value >= 232 {
            let grey = 8 + (value - 232) * 10
            return (grey, grey, grey)
        }
        let cube = max(0, value - 16)
        return (cubeLevels[cube / 36], cubeLevels[cube / 6 % 6], cubeLevels[cube % 6])
    }

    private static func paletteIndex(_ red: Int, _ green: Int, _ blue: Int) -> UInt8 {
        var best = (index: 16, distance: Int.max)
        for index in 16...255 {
            let entry = components(ofPalette: UInt8(index))
            let distance = distance((red, green, blue), entry)
            if distance < best.distance { best = (index, distance) }
        }
        return UInt8(best.index)
    }

    private static func ansiIndex(_ red: Int, _ green: Int, _ blue: Int) -> UInt8 {
        ansiIndex((red, green, blue))
    }

    private static func ansiIndex(_ color: (Int, Int, Int)) -> UInt8 {
        var best = (index: 0, distance: Int.max)
        for (index, entry) in ansiColors.enumerated() {
            let distance = distance(color, entry)
            if distance < best.distance { best = (index, distance) }
        }
        return UInt8(best.index)
    }

    /// Weighted by what the eye sees of each: green most, blue least.
    private static func distance(_ left: (Int, Int, Int), _ right: (Int, Int, Int)) -> Int {
        let (red, green, blue) = (left.0 - right.0, left.1 - right.1, left.2 - right.2)
        return 3 * red * red + 6 * green * green + blue * blue
    }

    /// xterm's sixteen; a user's differ, but near is all that can be asked.
    private static let ansiColors = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205),
        (0, 205, 205), (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0),
        (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]
}
