//! What generated users, groups and apps are called.

pub(super) const FIRST_NAMES: [&str; 16] = [
    "Aiko", "Amara", "Bela", "Chidi", "Dana", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kavya",
    "Liam", "Mei", "Noor", "Oskar",
];
pub(super) const LAST_NAMES: [&str; 16] = [
    "Abe", "Berg", "Costa", "Diallo", "Eriksen", "Fischer", "Gupta", "Haddad", "Ito", "Jensen", "Kaya",
    "Lopez", "Moreau", "Novak", "Okafor", "Petrov",
];
pub(super) const DEPARTMENTS: [&str; 8] = [
    "Engineering",
    "Sales",
    "Support",
    "Finance",
    "People",
    "Legal",
    "Marketing",
    "Facilities",
];
pub(super) const TITLES: [&str; 6] = [
    "Engineer",
    "Manager",
    "Analyst",
    "Specialist",
    "Director",
    "Assistant",
];
pub(super) const CITIES: [&str; 6] = ["Lisbon", "Nairobi", "Osaka", "Toronto", "Oslo", "Pune"];
pub(super) const APPLICATIONS: [&str; 10] = [
    "Wiki",
    "Chat",
    "Tickets",
    "Payroll",
    "Mail",
    "Calendar",
    "Drive",
    "Reports",
    "Travel",
    "Directory",
];
