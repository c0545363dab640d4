/// The closed stock of names that requests are about.
///
/// Most are words of the tables' catalogue too, so that both families share a small vocabulary.
enum CommandCatalogue {
    /// Folders, and what files' names and contents are searched for.
    static let capitalised = words(
        """
        Absences Alden Algebra Alpha Apple Apricot April Attic August Autumn Badger Ballet Beacon \
        Biology Brackley Brass Bravo Brazil Bruno Canada Captain Cellar Central Chemistry Cherry \
        Clinic Cobalt Comedy Comets Copper Corwen Cyprus December Delta Diesel Drama Dunmore Echo \
        Elsworth Ember Falcon Fantasy Fargo Farley February Fleet Fjord Garden Geography Glenrock \
        Golden Greece Harbor Harvest Harwick Hazel Heron Highland History Horse Hybrid Inverley \
        Italy January Japan July June Junior Kelso Kenya Larkham Latin Library Lumina Malta Mango \
        Market Milford Monday Music Norden Norway November Oakhurst October Olive Opera Orchards \
        Otter Panama Partner Penrith Pepper Physics Pippin Poetry Quince Rabbit Raven Redmond \
        Returned Rovers Satire Saturday Selby September Shadow Solar Spain Spring Striker Studio \
        Summer Sunday Surgery Tango Thornton Tidal Tigers Timber Tragedy Travel Tuesday Urgent \
        Valley Wednesday Whitby Winter Wolves Workshop
        """)

    /// Files, and what is searched for.
    static let plain = words(
        """
        absences animals areas assists authors bakers batches bills bookings books branches \
        captains channels clients colors copies costs countries credits crews customers defects \
        delays deposits depots directors discounts doctors drivers duration extras fees fines \
        flags flours freight fruits fuels genres goals growers guests heights income insurers \
        jobs keepers languages leagues loads loaves losses machines makers materials mileage \
        nights operators orders parts patients piers plates players plays plots prices \
        priorities products profit pulse rain ratings readings recipes regions renewals repairs \
        rooms salaries scores seasons seats shifts ships shops soils species speeds stages \
        students subjects sugar taxes teachers teams titles tolls tonnage towns trees units \
        vehicles vessels visits voltage wards waste weights workers yields
        """)

    static let users = words(
        """
        Ada Omar Mina Jonas Priya Tomas Lena Hugo Ines Kofi Sara Felix Nora Yusuf Clara
        """)

    static let sizes = [2, 5, 10, 20, 25, 40, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 900]
    static let ages = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 18, 20, 24, 30, 36, 45, 60, 90]
    static let counts = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100]
    static let modes = [400, 440, 444, 600, 640, 644, 660, 664, 700, 740, 744, 750, 755, 770, 775]
    static let levels = [2, 3, 4, 5, 6, 7, 8, 9]

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}
