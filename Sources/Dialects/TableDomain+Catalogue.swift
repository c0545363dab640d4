extension TableDomain {
    /// All domains that questions are drawn from.
    static let all: [TableDomain] = [
        orders, clinic, library, fleet, orchard, school, hotel, theatre, energy, shelter, bakery,
        port, sports, workshop,
    ]

    private static let years = "2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024"
    private static let regions = "North, South, East, West, Central, Coast, Highland, Valley"
    private static let towns = """
        Alden, Brackley, Corwen, Dunmore, Elsworth, Farley, Glenrock, Harwick, Inverley, Kelso, \
        Larkham, Milford, Norden, Oakhurst, Penrith, Redmond, Selby, Thornton, Whitby
        """
    private static let months = """
        January, February, March, April, May, June, July, August, September, October, November, \
        December
        """
    private static let weekdays =
        "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"
    private static let people = """
        Ada Lind, Omar Reyes, Mina Cole, Jonas Beck, Priya Nair, Tomas Vega, Lena Fox, Hugo Marsh, \
        Ines Duarte, Kofi Mensah, Sara Holm, Felix Grau, Nora Quinn, Yusuf Demir, Clara West
        """

    private static let year = TextColumn(
        "Year", plural: "years", values: years, phrases: ["from {v}", "in {v}"])
    private static let month = TextColumn(
        "Month", plural: "months", values: months, phrases: ["in {v}", "from {v}"])
    private static let region = TextColumn(
        "Region", plural: "regions", values: regions,
        phrases: ["in the {v} region", "from the {v} region"])
    private static let town = TextColumn(
        "Town", plural: "towns", values: towns, phrases: ["in the town of {v}"])

    private static let orders = TableDomain(
        tableNames: ["Orders", "Sales", "Invoices", "Purchases"], row: "order", rows: "orders",
        labels: [
            TextColumn("Customer", plural: "customers", values: people),
            TextColumn(
                "Product", plural: "products",
                values:
                    """
                    Desk Lamp, Oak Chair, Tea Pot, Wall Clock, Floor Mat, Coat \
                    Rack, Side Table, Book Shelf, Wool Rug, Wine Rack
                    """
            ),
        ],
        categories: [
            region, month, year,
            TextColumn(
                "Channel", plural: "channels",
                values: "Web, Store, Phone, Partner, Market, Catalog",
                phrases: ["from the {v} channel"]),
            TextColumn(
                "Status", plural: "statuses", values: "Paid, Open, Late, Returned, Shipped, Held"),
        ],
        measures: [
            MeasureColumn("Units", "units", 5...200, by: 5),
            MeasureColumn("Price", "price", 10...500, by: 10),
            MeasureColumn("Discount", "discount", 1...40, by: 1),
            MeasureColumn("Freight", "freight", 5...90, by: 5),
            MeasureColumn("Tax", "tax", 2...60, by: 2),
        ])

    private static let clinic = TableDomain(
        tableNames: ["Visits", "Patients", "Appointments", "Clinic"], row: "visit", rows: "visits",
        labels: [
            TextColumn("Patient", plural: "patients", values: people),
            TextColumn(
                "Doctor", plural: "doctors",
                values: """
                    Dr Amin, Dr Boyle, Dr Chen, Dr Duval, Dr Eke, Dr Frost, Dr \
                    Gomez, Dr Hale
                    """),
        ],
        categories: [
            TextColumn(
                "Ward", plural: "wards", values: "Heart, Bone, Skin, Eye, Lung, Child, Surgery",
                phrases: ["in the {v} ward", "from the {v} ward"]),
            TextColumn(
                "Insurer", plural: "insurers",
                values: "Asterra, Blueleaf, Carewell, Docura, Everon",
                phrases: ["covered by insurer {v}"]),
            TextColumn(
                "Day", plural: "days", values: weekdays, phrases: ["on {v}"]),
            year,
        ],
        measures: [
            MeasureColumn("Fee", "fee", 20...400, by: 20),
            MeasureColumn("Wait", "wait", 5...90, by: 5),
            MeasureColumn("Age", "age", adds: false, 5...85, by: 5),
            MeasureColumn("Duration", "duration", 10...120, by: 5),
            MeasureColumn("Pulse", "pulse", adds: false, 50...130, by: 5),
        ])

    private static let library = TableDomain(
        tableNames: ["Books", "Loans", "Catalogue", "Library"], row: "book", rows: "books",
        labels: [
            TextColumn(
                "Title", plural: "titles",
                values:
                    """
                    Salt Wind, The Long Field, Paper Moon, Iron Garden, Night \
                    Ferry, Blue Hour, Glass Hill, Last Orchard, Quiet Sea, Red \
                    Harbor
                    """
            ),
            TextColumn("Author", plural: "authors", values: people),
        ],
        categories: [
            TextColumn(
                "Genre", plural: "genres",
                values: "Crime, Poetry, History, Travel, Science, Fantasy, Drama, Cooking",
                phrases: ["in the {v} genre"]),
            TextColumn(
                "Language", plural: "languages",
                values: "English, Spanish, German, French, Polish, Arabic, Hindi"),
            TextColumn(
                "Branch", plural: "branches", values: "Main, Harbor, Park, Mill, Campus, Garden",
                phrases: ["at the {v} branch", "in the {v} branch"]),
            year,
        ],
        measures: [
            MeasureColumn("Pages", "pages", 80...900, by: 20),
            MeasureColumn("Copies", "copies", 1...30, by: 1),
            MeasureColumn("Fines", "fines", 1...50, by: 1),
            MeasureColumn("Rating", "rating", adds: false, 1...10, by: 1),
            MeasureColumn("Renewals", "renewals", 1...12, by: 1),
        ])

    private static let fleet = TableDomain(
        tableNames: ["Trucks", "Vehicles", "Fleet", "Vans"], row: "vehicle", rows: "vehicles",
        labels: [
            TextColumn("Driver", plural: "drivers", values: people),
            TextColumn(
                "Plate", plural: "plates",
                values: "KX 204, LB 718, MN 332, PR 905, QT 461, RV 127, SD 886, TW 550"),
        ],
        categories: [
            TextColumn(
                "Depot", plural: "depots", values: towns,
                phrases: ["at the {v} depot", "from the {v} depot"]),
            TextColumn(
                "Fuel", plural: "fuels", values: "Diesel, Petrol, Electric, Hybrid, Gas"),
            TextColumn(
                "Maker", plural: "makers", values: "Brandt, Corvo, Dorsa, Elmo, Fargo, Gant",
                phrases: ["built by maker {v}"]),
            year,
        ],
        measures: [
            MeasureColumn("Mileage", "mileage", 1000...90000, by: 1000),
            MeasureColumn("Load", "load", 100...9000, by: 100),
            MeasureColumn("Repairs", "repairs", 1...25, by: 1),
            MeasureColumn("Speed", "speed", adds: false, 30...120, by: 5),
            MeasureColumn("Cost", "cost", 100...5000, by: 100),
        ])

    private static let orchard = TableDomain(
        tableNames: ["Harvest", "Orchards", "Plots", "Crops"], row: "plot", rows: "plots",
        labels: [
            TextColumn("Grower", plural: "growers", values: people),
            TextColumn(
                "Field", plural: "fields",
                values:
                    """
                    Long Acre, Mill Bank, Stony Top, River Bend, Fox Hollow, \
                    Church Lane, Low Field
                    """
            ),
        ],
        categories: [
            TextColumn(
                "Fruit", plural: "fruits",
                values: "Apple, Pear, Plum, Cherry, Quince, Peach, Fig, Apricot"),
            TextColumn(
                "Soil", plural: "soils", values: "Clay, Sand, Loam, Chalk, Peat, Silt",
                phrases: ["on {v} soil"]),
            year, region,
        ],
        measures: [
            MeasureColumn("Yield", "yield", 100...8000, by: 100),
            MeasureColumn("Trees", "trees", 10...600, by: 10),
            MeasureColumn("Rain", "rain", 10...300, by: 10),
            MeasureColumn("Area", "area", 1...60, by: 1),
            MeasureColumn("Sugar", "sugar", adds: false, 5...25, by: 1),
        ])

    private static let school = TableDomain(
        tableNames: ["Students", "Pupils", "Exams", "Courses"], row: "student", rows: "students",
        labels: [TextColumn("Name", plural: "names", values: people)],
        categories: [
            TextColumn(
                "Subject", plural: "subjects",
                values: "Biology, Physics, Music, Latin, Algebra, Art, Geography, Chemistry"),
            TextColumn(
                "House", plural: "houses", values: "Falcon, Otter, Badger, Heron, Lynx, Raven",
                phrases: ["in {v} house"]),
            TextColumn("Teacher", plural: "teachers", values: people),
            town,
        ],
        measures: [
            MeasureColumn("Score", "score", 10...100, by: 5),
            MeasureColumn("Absences", "absences", 1...30, by: 1),
            MeasureColumn("Height", "height", adds: false, 120...195, by: 5),
            MeasureColumn("Credits", "credits", 1...60, by: 1),
        ])

    private static let hotel = TableDomain(
        tableNames: ["Bookings", "Stays", "Rooms", "Reservations"], row: "booking",
        rows: "bookings", labels: [TextColumn("Guest", plural: "guests", values: people)],
        categories: [
            TextColumn(
                "Room", plural: "rooms", values: "Single, Double, Suite, Family, Attic, Studio"),
            TextColumn(
                "Season", plural: "seasons", values: "Spring, Summer, Autumn, Winter",
                phrases: ["in {v}", "in the {v} season"]),
            TextColumn(
                "Country", plural: "countries",
                values: "Norway, Spain, Japan, Brazil, Canada, Kenya, Italy, India",
                phrases: ["from {v}"]),
            month,
        ],
        measures: [
            MeasureColumn("Nights", "nights", 1...21, by: 1),
            MeasureColumn("Rate", "rate", adds: false, 40...400, by: 10),
            MeasureColumn("Deposit", "deposit", 20...300, by: 10),
            MeasureColumn("Extras", "extras", 5...150, by: 5),
        ])

    private static let theatre = TableDomain(
        tableNames: ["Shows", "Plays", "Performances", "Tickets"], row: "show", rows: "shows",
        labels: [
            TextColumn(
                "Play", plural: "plays",
                values:
                    """
                    Two Kings, Winter Song, The Visitor, Cold Coast, Mirror \
                    Lake, Dust Road, High Tide
                    """
            ),
            TextColumn("Director", plural: "directors", values: people),
        ],
        categories: [
            TextColumn(
                "Stage", plural: "stages", values: "Great, Small, Garden, Studio, Cellar",
                phrases: ["on the {v} stage"]),
            TextColumn("Day", plural: "days", values: weekdays, phrases: ["on {v}"]),
            TextColumn(
                "Genre", plural: "genres", values: "Comedy, Tragedy, Musical, Opera, Ballet, Satire"
            ),
            year,
        ],
        measures: [
            MeasureColumn("Seats", "seats", 50...900, by: 50),
            MeasureColumn("Income", "income", 500...20000, by: 500),
            MeasureColumn("Length", "length", 40...200, by: 10),
            MeasureColumn("Rating", "rating", adds: false, 1...10, by: 1),
        ])

    private static let energy = TableDomain(
        tableNames: ["Meters", "Readings", "Plants", "Grid"], row: "reading", rows: "readings",
        labels: [
            TextColumn(
                "Site", plural: "sites",
                values:
                    "Hill Farm, Dock Nine, Old Mill, West Pier, Sun Field, Gate House, Tower Block"
            )
        ],
        categories: [
            TextColumn(
                "Source", plural: "sources", values: "Wind, Solar, Hydro, Gas, Coal, Tidal"),
            TextColumn(
                "Operator", plural: "operators",
                values: "Nordvolt, Lumina, Gridco, Ampera, Windrow",
                phrases: ["run by operator {v}"]),
            month, region,
        ],
        measures: [
            MeasureColumn("Output", "output", 100...9000, by: 100),
            MeasureColumn("Losses", "losses", 5...400, by: 5),
            MeasureColumn("Hours", "hours", 10...700, by: 10),
            MeasureColumn("Voltage", "voltage", adds: false, 110...400, by: 10),
        ])

    private static let shelter = TableDomain(
        tableNames: ["Animals", "Adoptions", "Shelter", "Pets"], row: "animal", rows: "animals",
        labels: [
            TextColumn(
                "Name", plural: "names",
                values: "Biscuit, Pepper, Luna, Rusty, Olive, Mango, Shadow, Pippin, Hazel, Bruno"),
            TextColumn("Keeper", plural: "keepers", values: people),
        ],
        categories: [
            TextColumn(
                "Species", plural: "species",
                values: "Dog, Cat, Rabbit, Parrot, Horse, Ferret, Goat"),
            TextColumn(
                "Color", plural: "colors", values: "Black, White, Brown, Gray, Spotted, Golden"),
            TextColumn("Size", plural: "sizes", values: "Tiny, Small, Medium, Large, Huge"),
            town,
        ],
        measures: [
            MeasureColumn("Age", "age", adds: false, 1...18, by: 1),
            MeasureColumn("Weight", "weight", 1...90, by: 1),
            MeasureColumn("Days", "days", 5...300, by: 5),
            MeasureColumn("Fee", "fee", 20...400, by: 20),
        ])

    private static let bakery = TableDomain(
        tableNames: ["Bakery", "Batches", "Breads", "Ovens"], row: "batch", rows: "batches",
        labels: [
            TextColumn("Baker", plural: "bakers", values: people),
            TextColumn(
                "Recipe", plural: "recipes",
                values: "Rye Loaf, Plum Cake, Seed Roll, Milk Bun, Oat Bar, Nut Twist, Corn Bread"),
        ],
        categories: [
            TextColumn(
                "Shop", plural: "shops", values: towns, phrases: ["from the {v} shop"]),
            TextColumn("Flour", plural: "flours", values: "Wheat, Rye, Spelt, Oat, Corn, Rice"),
            TextColumn(
                "Shift", plural: "shifts", values: "Early, Morning, Noon, Late, Night",
                phrases: ["from the {v} shift", "in the {v} shift"]),
            TextColumn("Day", plural: "days", values: weekdays, phrases: ["on {v}"]),
        ],
        measures: [
            MeasureColumn("Loaves", "loaves", 10...400, by: 10),
            MeasureColumn("Waste", "waste", 1...40, by: 1),
            MeasureColumn("Heat", "heat", adds: false, 150...280, by: 10),
            MeasureColumn("Profit", "profit", 10...900, by: 10),
        ])

    private static let port = TableDomain(
        tableNames: ["Ships", "Cargo", "Arrivals", "Harbor"], row: "ship", rows: "ships",
        labels: [
            TextColumn(
                "Vessel", plural: "vessels",
                values:
                    """
                    Sea Lark, Morning Star, Iron Duke, Silver Fin, Blue Heron, \
                    North Wind, Old Anna
                    """
            ),
            TextColumn("Captain", plural: "captains", values: people),
        ],
        categories: [
            TextColumn(
                "Flag", plural: "flags", values: "Malta, Panama, Norway, Liberia, Greece, Cyprus",
                phrases: ["under the {v} flag"]),
            TextColumn(
                "Freight", plural: "freights",
                values: "Grain, Timber, Steel, Oil, Fruit, Cars, Salt",
                phrases: ["carrying {v}", "with {v} as freight"]),
            TextColumn(
                "Pier", plural: "piers", values: "Alpha, Bravo, Delta, Echo, Kilo, Tango",
                phrases: ["at pier {v}"]),
            month,
        ],
        measures: [
            MeasureColumn("Tonnage", "tonnage", 500...60000, by: 500),
            MeasureColumn("Crew", "crew", 5...60, by: 1),
            MeasureColumn("Delay", "delay", 1...72, by: 1),
            MeasureColumn("Toll", "toll", 100...4000, by: 100),
            MeasureColumn("Depth", "depth", adds: false, 4...20, by: 1),
        ])

    private static let sports = TableDomain(
        tableNames: ["Players", "Matches", "League", "Teams"], row: "player", rows: "players",
        labels: [TextColumn("Name", plural: "names", values: people)],
        categories: [
            TextColumn(
                "Team", plural: "teams", values: "Comets, Rovers, Tigers, Harriers, Wolves, Pilots",
                phrases: ["on team {v}"]),
            TextColumn(
                "Position", plural: "positions", values: "Keeper, Guard, Wing, Center, Striker"),
            TextColumn(
                "League", plural: "leagues", values: "Premier, First, Second, Junior, Regional",
                phrases: ["in the {v} league"]),
            year,
        ],
        measures: [
            MeasureColumn("Goals", "goals", 1...40, by: 1),
            MeasureColumn("Assists", "assists", 1...30, by: 1),
            MeasureColumn("Salary", "salary", 500...9000, by: 500),
            MeasureColumn("Minutes", "minutes", 50...3000, by: 50),
        ])

    private static let workshop = TableDomain(
        tableNames: ["Jobs", "Repairs", "Machines", "Workshop"], row: "job", rows: "jobs",
        labels: [
            TextColumn("Worker", plural: "workers", values: people),
            TextColumn(
                "Machine", plural: "machines",
                values: "Lathe One, Band Saw, Drill Press, Laser Bed, Paint Booth, Steam Press"),
        ],
        categories: [
            TextColumn(
                "Material", plural: "materials", values: "Oak, Steel, Brass, Glass, Copper, Resin"),
            TextColumn(
                "Priority", plural: "priorities", values: "Low, Normal, High, Urgent"),
            TextColumn(
                "Client", plural: "clients", values: "Acorn, Beacon, Cobalt, Dynamo, Ember, Fjord",
                phrases: ["for client {v}"]),
            month,
        ],
        measures: [
            MeasureColumn("Hours", "hours", 1...80, by: 1),
            MeasureColumn("Parts", "parts", 1...120, by: 1),
            MeasureColumn("Bill", "bill", 50...3000, by: 50),
            MeasureColumn("Defects", "defects", 1...20, by: 1),
        ])
}
