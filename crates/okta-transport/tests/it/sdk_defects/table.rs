//! The defects, by what they are about: issues of Okta's SDKs by language, of its Terraform provider, of its MCP server (mcp)
//! and of discord/access (access); or the file of the SDK in which they were seen.

/// A defect: where it is reported, what happened there, and the tests, each as file and function.
pub(super) type Defect = (&'static str, &'static str, &'static [&'static str]);

pub(super) const RATE_LIMITS: &[Defect] = &[
    (
        "golang#434, #141, #43",
        "no throttling before the limit is used up",
        &[
            "okta-transport/tests/it/governor/mod.rs no_window_holds_more_than_the_share_and_everyone_is_served",
        ],
    ),
    (
        "terraform#186, #673, #556",
        "one client starves the org's others",
        &[
            "okta-transport/tests/it/governor/mod.rs no_window_holds_more_than_the_share_and_everyone_is_served",
        ],
    ),
    (
        "terraform#913, #2660",
        "a request is counted in the wrong bucket",
        &["okta-facts/tests/it/lookups.rs every_path_of_the_bucket_table_is_found_again"],
    ),
    (
        "python#270, nodejs#409",
        "a limit of requests at once is waited for as for a window",
        &[
            "okta-transport/tests/it/retries.rs a_concurrency_limit_gets_a_short_wait_whatever_its_reset_says",
            "okta-transport/tests/it/governor/mod.rs fewer_are_sent_at_once_when_okta_refuses_them_for_that",
        ],
    ),
    (
        "java#259, nodejs http.js",
        "duplicated rate-limit headers, or missing ones, end the retries",
        &[
            "okta-transport/src/rate_limit.rs the_smallest_of_several_values_counts",
            "okta-transport/tests/it/sdk_defects/requests.rs a_limit_is_outwaited_whatever_its_headers_look_like",
        ],
    ),
    (
        "java#795, nodejs#458",
        "no retries and endless retries are the same number",
        &["okta-transport/tests/it/retries.rs attempts_are_counted_and_never_means_one"],
    ),
    (
        "access#544, #547, #553",
        "a failure that passes ends a read",
        &["okta-transport/tests/it/retries.rs a_read_is_repeated_after_every_passing_failure"],
    ),
    (
        "java#842",
        "retries that are set never happen after a read timeout",
        &["okta-transport/tests/it/wire.rs a_read_timeout_is_repeated_for_reads_only"],
    ),
    (
        "python request_executor.py",
        "503 and 504 are repeated without a pause",
        &["okta-transport/tests/it/sdk_defects/requests.rs a_repetition_waits_after_every_failure"],
    ),
    (
        "nodejs#478, python#188",
        "a repeated request is another one, or cannot be written",
        &["okta-transport/tests/it/retries.rs every_attempt_is_the_same_request"],
    ),
    (
        "golang client.go, python request_executor.py",
        "the retry headers pile up, and reach the next page",
        &["okta-transport/tests/it/wire.rs \
         repetitions_name_the_first_request_and_their_number_on_the_wire_and_the_next_page_none"],
    ),
    (
        "golang client.go",
        "every 429 costs another access token",
        &["okta-transport/tests/it/sdk_defects/requests.rs a_rate_limit_costs_no_other_token"],
    ),
    (
        "python#191, dotnet#156",
        "calls hang at a limit, and nothing says so",
        &[
            "okta-transport/tests/it/observing.rs an_observer_is_told_what_the_clients_own_share_holds_back",
            "okta-transport/tests/it/governor/mod.rs a_wait_that_is_too_long_fails_at_once_with_the_reset",
        ],
    ),
];

pub(super) const AUTHENTICATION: &[Defect] = &[
    (
        "golang#537",
        "a way to authenticate that panics",
        &[
            "okta-transport/tests/it/service_apps/mod.rs every_form_of_a_key_gets_a_token",
            "okta-transport/tests/it/service_apps/mod.rs a_signer_elsewhere_signs",
        ],
    ),
    (
        "golang#452, nodejs oauth.js",
        "a refusal of the token endpoint is taken for a token, or not told",
        &["okta-transport/tests/it/tokens/mod.rs a_failure_of_the_token_endpoint_is_typed"],
    ),
    (
        "golang#487",
        "an assertion that cannot be renewed",
        &["okta-transport/tests/it/tokens/mod.rs a_token_is_asked_for_at_the_org_with_a_short_assertion"],
    ),
    (
        "golang#351, terraform#1330, java#1024, #581, nodejs#324",
        "a key in another encoding is refused without a reason",
        &[
            "okta-transport/tests/it/keys.rs every_form_of_a_key_gives_the_same_key",
            "okta-transport/tests/it/keys.rs what_is_no_key_is_named_and_not_repeated",
        ],
    ),
    (
        "python#363, nodejs#135",
        "a token that ends in the middle of a run ends the run",
        &[
            "okta-transport/tests/it/tokens/renewal.rs a_token_is_renewed_early_by_one_call_while_the_others_go_on",
            "okta-transport/tests/it/tokens/mod.rs a_refused_token_is_replaced_once_and_a_missing_feature_replaces_none",
        ],
    ),
    (
        "golang#598",
        "the first request of an app with DPoP has no proof",
        &["okta-transport/tests/it/tokens/mod.rs a_bound_token_is_asked_for_and_a_loose_one_refused"],
    ),
    (
        "golang#468, dotnet#875, #825, #852",
        "a proof names the query, the template of the path or a method in lower case",
        &[
            "okta-transport/tests/it/sdk_defects/requests.rs a_proof_is_of_the_request_that_leaves_on_every_page",
        ],
    ),
    (
        "python#541, nodejs#453, #521, java#1526",
        "a proof of a path with an encoded sign is refused",
        &[
            "okta-transport/src/auth/dpop.rs a_path_is_named_as_okta_compares_it",
            "okta-transport/tests/it/service_apps/bound_tokens.rs a_bound_token_needs_a_nonce_once_and_a_proof_each_time",
        ],
    ),
    (
        "java#1534, #1525, golang#257",
        "a client, or a listing, that threads must not share",
        &["okta-transport/tests/it/sdk_defects/requests.rs what_threads_share_may_be_shared"],
    ),
    (
        "dotnet#600",
        "two slashes in the audience of an assertion",
        &[
            "okta-transport/tests/it/tokens/mod.rs a_token_is_asked_for_at_the_org_with_a_short_assertion",
            "okta-transport/src/address/mod.rs every_form_of_an_address_gives_the_same_origin",
        ],
    ),
    (
        "golang#145",
        "the scope that is missing is not told",
        &["okta-transport/tests/it/error_shape.rs the_scopes_that_okta_asks_for_are_named"],
    ),
    (
        "nodejs#383",
        "the request for a token goes around the proxy",
        &[
            "okta-transport/tests/it/proxies/mod.rs calls_and_tokens_take_the_same_proxy_with_its_credentials",
            "okta-transport/tests/it/service_apps/mod.rs over_the_wire_a_token_takes_the_way_of_every_other_request",
        ],
    ),
    (
        "python#179, nodejs#129, golang debug",
        "the token is in the log",
        &["okta-transport/tests/it/all_output/mod.rs no_secret_is_in_anything_that_a_failing_program_writes"],
    ),
    (
        "java#998",
        "\"Invalid session\" comes as 403 and is taken for a missing permission",
        &["okta-transport/tests/it/error_shape.rs every_refusal_of_okta_has_its_kind"],
    ),
];

pub(super) const PAGINATION: &[Defect] = &[
    (
        "golang#595",
        "the next page does not heed who gave up",
        &["okta-transport/tests/it/pagination.rs a_page_whose_future_was_dropped_goes_on_being_read"],
    ),
    (
        "java#863",
        "a listing is held in memory as a whole",
        &["okta-transport/tests/it/pagination.rs a_stream_reads_no_page_before_its_records_are_wanted"],
    ),
    (
        "java#170, dotnet#337, #222",
        "a listing cannot be resumed",
        &["okta-transport/tests/it/pagination.rs a_listing_goes_on_from_a_stored_cursor_in_another_client"],
    ),
    (
        "dotnet#862",
        "lists of custom roles and resource sets end after a page",
        &["okta-transport/tests/it/lists_in_objects.rs all_resource_sets_of_an_org_are_read"],
    ),
    (
        "python#478, #540, #435, #359",
        "helpers that page by methods which are not there",
        &["okta-transport/tests/it/sdk_defects/requests.rs a_listing_takes_one_request_a_page"],
    ),
    (
        "nodejs#255",
        "a request for each user of a listing",
        &["okta-transport/tests/it/sdk_defects/requests.rs a_listing_takes_one_request_a_page"],
    ),
    (
        "nodejs#439, #433, java#823",
        "a parameter is lost on the second page",
        &["okta-transport/tests/it/pagination.rs parameters_that_okta_drops_from_its_link_are_put_back"],
    ),
    (
        "nodejs collection.js, dotnet and java enumerators",
        "an empty page ends a listing, or is an item",
        &["okta-transport/tests/it/pagination.rs every_page_is_one_request_also_after_an_empty_page"],
    ),
    (
        "dotnet#337, python#231, mcp#28",
        "a listing of the System Log never ends, or ends after a page",
        &[
            "okta-transport/tests/it/system_log/query.rs a_query_ends_by_itself_also_after_an_empty_page",
            "okta-transport/tests/it/system_log/every_event_once.rs every_event_is_delivered_once_and_in_order",
        ],
    ),
    (
        "python request_executor.py",
        "a link is the org's if the org's name is somewhere in it",
        &["okta-transport/tests/it/same_origin.rs no_form_of_a_foreign_link_is_followed"],
    ),
];

pub(super) const MODELS: &[Defect] = &[
    (
        "golang#591, #594, #564, #549",
        "a missing member breaks a list",
        &[
            "okta-models/tests/it/round_trip.rs one_odd_record_does_not_cost_the_page",
            "okta-models/src/wire_struct.rs a_member_of_another_form_costs_itself_alone",
        ],
    ),
    (
        "python#477, #490, #536, #548, #549, java#184",
        "an unknown value breaks a page",
        &[
            "okta-models/tests/it/round_trip.rs an_unknown_status_is_kept",
            "okta-models/src/open_enum.rs any_text_survives_a_round_trip",
        ],
    ),
    (
        "mcp#48, #100",
        "one odd record costs the page",
        &[
            "okta-transport/tests/it/pagination.rs an_odd_record_is_one_error_with_its_json_and_the_stream_goes_on",
        ],
    ),
    (
        "golang#488, nodejs#451",
        "a factor of an unknown type breaks a list",
        &["okta-transport/tests/it/sdk_defects/answers.rs factors_of_every_type_are_read"],
    ),
    (
        "dotnet#814, #836, #807, #845, #874",
        "a body that cannot be read becomes an empty list",
        &["okta-transport/tests/it/sdk_defects/answers.rs what_is_no_list_is_an_error_and_not_an_empty_one"],
    ),
    (
        "access#538",
        "a member that is a flag or a text",
        &["okta-models/tests/it/round_trip.rs a_setting_of_another_form_costs_itself_alone"],
    ),
    (
        "access#546, python#564",
        "no body where one was promised",
        &[
            "okta-transport/tests/it/error_shape.rs an_unexpected_status_among_the_2xx_is_a_success",
            "okta-transport/tests/it/messages.rs an_empty_answer_to_a_change_says_that_the_change_was_made",
        ],
    ),
    (
        "golang#459",
        "a time in another form",
        &["okta-models/src/wire_struct.rs a_time_that_is_none_is_kept_until_it_is_set"],
    ),
    (
        "golang#551, dotnet#821, #792",
        "an app without a sign-on mode, or with a list among its settings",
        &[
            "okta-models/tests/it/round_trip.rs applications_are_what_their_sign_on_mode_makes_them",
            "okta-models/tests/it/round_trip.rs every_fixture_comes_back_as_it_was",
        ],
    ),
    (
        "python#146, #160, #311, java#783, #788, #864, #965, dotnet#815, nodejs#500",
        "attributes of the org's own are lost",
        &[
            "okta-models/tests/it/writes.rs get_modify_put_keeps_every_attribute_and_sends_nothing_that_is_read_only",
        ],
    ),
    (
        "nodejs#435, #487, python#312, #166, java#858",
        "settings are lost from GET to PUT",
        &[
            "okta-models/tests/it/writes.rs get_modify_put_keeps_an_odd_member",
            "okta-models/tests/it/round_trip.rs whatever_changes_in_an_answer_it_comes_back_as_it_was",
        ],
    ),
    (
        "dotnet#614, #871, python#51, mcp#119",
        "an update sends null, or what is read-only",
        &[
            "okta-models/tests/it/writes.rs what_is_not_set_is_not_sent",
            "okta-models/tests/it/writes.rs get_modify_put_keeps_every_attribute_and_sends_nothing_that_is_read_only",
        ],
    ),
    (
        "java#937, #1612, python#224",
        "a member cannot be cleared",
        &["okta-models/tests/it/writes.rs a_member_can_be_cleared_and_false_can_be_sent"],
    ),
];

pub(super) const OTHERS: &[Defect] = &[
    (
        "java#580, #839, nodejs#390, #430, dotnet#533",
        "a login or a filter with `#`, `+`, `/` or `@` asks for something else",
        &[
            "okta-transport/tests/it/path_safety.rs whatever_an_id_holds_is_one_segment_of_the_request_that_leaves",
            "okta-models/tests/it/paths.rs a_query_value_cannot_add_a_parameter",
        ],
    ),
    (
        "java#587, nodejs#272",
        "filters are put together as text",
        &["okta-models/src/expression.rs a_value_cannot_leave_its_quotes"],
    ),
    (
        "terraform#2944, golang GenericOpenAPIError, dotnet ApiException",
        "an error without Okta's words or code",
        &["okta-transport/tests/it/messages.rs invalid_input_is_told_in_oktas_words_with_its_causes"],
    ),
    (
        "nodejs#242, #422, dotnet#367",
        "an answer from a cache that nobody asked for",
        &["okta-transport/tests/it/sdk_defects/answers.rs what_is_read_twice_is_asked_for_twice"],
    ),
    (
        "python#267, dotnet ApiClient.cs",
        "a connection for every call",
        &["okta-transport/tests/it/wire.rs calls_one_after_another_use_one_connection"],
    ),
    (
        "golang client.go, python http_client.py",
        "a proxy without a user name is sent one, or a password with `@` or `:` spoils its address",
        &[
            "okta-transport/tests/it/proxies/settings.rs code_counts_before_environment_before_folder_before_home",
            "okta-transport/tests/it/proxies/settings.rs credentials_of_every_source_are_sent",
            "okta-transport/src/backend/proxy.rs every_form_of_an_address_is_read",
        ],
    ),
    (
        "golang config.go, python config",
        "a time to connect that is set and never used",
        &[
            "okta-transport/tests/it/proxies/mod.rs the_timeout_of_the_settings_holds_for_the_way_through_a_proxy",
            "okta-transport/tests/it/wire.rs the_timeout_of_the_settings_holds_unless_code_has_another",
        ],
    ),
    (
        "golang, python and java config",
        "an address with `-admin` in its name is refused, or sent as it is",
        &[
            "okta-transport/src/address/mod.rs every_form_of_an_address_gives_the_same_origin",
            "okta-transport/src/address/mod.rs admin_is_part_of_the_name_outside_oktas_domains",
        ],
    ),
    (
        "dotnet#693",
        "neither the HTTP client nor the logging can be exchanged",
        &[
            "okta-transport/tests/it/plug_in.rs a_backend_is_an_object_that_clients_share",
            "okta-transport/tests/it/observing.rs an_observer_is_told_every_step_in_order",
        ],
    ),
    (
        "dotnet#316",
        "no home folder, no client",
        &["okta-transport/tests/it/configuration.rs missing_files_folders_and_empty_variables_are_no_errors"],
    ),
    (
        "python config",
        "a file counts before the environment",
        &[
            "okta-transport/tests/it/configuration.rs code_counts_before_environment_before_folder_before_home",
        ],
    ),
    (
        "dotnet#863, python#228",
        "one configuration for all orgs",
        &["okta-transport/tests/it/configuration.rs every_setting_is_read_by_its_variables_and_its_key"],
    ),
    (
        "golang#71, java#617, #1636, #694, dotnet#52",
        "no org for tests, and none over plain HTTP",
        &[
            "okta-transport/tests/it/configuration.rs plain_http_on_loopback_is_a_choice_that_the_environment_can_make",
            "okta-transport/tests/it/system_log/every_event_once.rs a_tail_of_the_emulated_org_survives_faults_and_restarts",
        ],
    ),
    (
        "python#229",
        "no client without an async runtime",
        &[
            "okta-transport/tests/it/blocking.rs calls_over_the_network_need_no_runtime_and_share_a_connection",
        ],
    ),
];
