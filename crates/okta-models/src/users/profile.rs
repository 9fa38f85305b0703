//! A user's profile: Okta's 31 base attributes, and the org's own beside them.

use serde::de::DeserializeOwned;

use crate::{
    DecodeError, RawJson,
    wire_struct::wire_struct,
    write_struct::{write_from_read, write_struct},
};

/// Hands the base attributes to a macro, since what is read and what is written have the same.
macro_rules! with_base_attributes {
    ($declare:ident) => {
        $declare! {
            /// Unique name with which the user signs in.
            login: String = "login",
            /// Primary e-mail address.
            email: String = "email",
            /// Secondary e-mail address, often used for recovery.
            second_email: String = "secondEmail",
            /// Given name.
            first_name: String = "firstName",
            /// Family name.
            last_name: String = "lastName",
            /// Middle name.
            middle_name: String = "middleName",
            /// Title before the name.
            honorific_prefix: String = "honorificPrefix",
            /// Title after the name.
            honorific_suffix: String = "honorificSuffix",
            /// Job title.
            title: String = "title",
            /// Name to show.
            display_name: String = "displayName",
            /// Casual name.
            nick_name: String = "nickName",
            /// URL of an online profile.
            profile_url: String = "profileUrl",
            /// Primary phone number.
            primary_phone: String = "primaryPhone",
            /// Mobile phone number.
            mobile_phone: String = "mobilePhone",
            /// Street of the address.
            street_address: String = "streetAddress",
            /// City of the address.
            city: String = "city",
            /// State or region of the address.
            state: String = "state",
            /// Postal code of the address.
            zip_code: String = "zipCode",
            /// Country of the address, ISO 3166-1 alpha-2.
            country_code: String = "countryCode",
            /// The address as on an envelope.
            postal_address: String = "postalAddress",
            /// Preferred written or spoken language.
            preferred_language: String = "preferredLanguage",
            /// Locale for formats.
            locale: String = "locale",
            /// Time zone.
            timezone: String = "timezone",
            /// Relation to the organisation, for instance `Employee`.
            user_type: String = "userType",
            /// Number by which the organisation knows the user.
            employee_number: String = "employeeNumber",
            /// Cost center.
            cost_center: String = "costCenter",
            /// Organisation.
            organization: String = "organization",
            /// Division.
            division: String = "division",
            /// Department.
            department: String = "department",
            /// Id of the manager.
            manager_id: String = "managerId",
            /// Name of the manager.
            manager: String = "manager",
        }
    };
}

macro_rules! declare_profile {
    ($($attributes:tt)*) => {
        wire_struct! {
            /// A user's profile as Okta sends it. Custom attributes are in `extra`;
            /// [`attribute`](UserProfile::attribute) reads any of them as the type that the org gave it.
            ///
            /// ```
            /// use okta_models::users::UserProfile;
            ///
            /// let profile: UserProfile = serde_json::from_str(r#"{"login": "ada@example.com", "badges": [7, 8]}"#)?;
            /// assert_eq!(profile.login.as_deref(), Some("ada@example.com"));
            /// assert_eq!(profile.attribute::<Vec<u32>>("badges").transpose()?, Some(vec![7, 8]));
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            #[derive(Default)]
            pub struct UserProfile {
                optional { $($attributes)* }
            }
        }
    };
}

macro_rules! declare_profile_update {
    ($($attributes:tt)*) => {
        write_struct! {
            /// What a write does to a profile. What is not set is not sent.
            ///
            /// ```
            /// use okta_models::{Patch, users::UserProfileUpdate};
            ///
            /// let update =
            ///     UserProfileUpdate::new().department("Research").manager(Patch::Clear).member("badges", vec![7, 8]);
            /// # let _ = update;
            /// ```
            pub struct UserProfileUpdate { $($attributes)* }
        }
    };
}

macro_rules! declare_conversion {
    ($($attributes:tt)*) => { write_from_read!(UserProfileUpdate from UserProfile { $($attributes)* }); };
}

with_base_attributes!(declare_profile);
with_base_attributes!(declare_profile_update);
with_base_attributes!(declare_conversion);

impl UserProfile {
    /// The attribute with this name, base or custom, as `T`; `None` where it is absent or `null`.
    ///
    /// # Errors
    ///
    /// When the attribute is of another type.
    pub fn attribute<T: DeserializeOwned>(&self, name: &str) -> Option<Result<T, DecodeError>> {
        let value = self.member(name).filter(|value| !value.is_null())?;
        Some(RawJson::from(&value).decode())
    }
}
