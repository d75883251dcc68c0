/**
 * Every code that a `TablatticeError` of this module can have: the one list of them. web/docs/errors.md says of each what it
 * means and what to do; a test holds both to the sources. Nothing here exists at run time.
 */

/**
 * What the application gave: options, queries, texts.
 * @typedef {'config_invalid' | 'slice_unknown' | 'slice_invalid' | 'collection_unknown' | 'query_invalid' | 'views_full' | 'view_closed'
 *   | 'key_invalid' | 'value_invalid' | 'text_malformed' | 'check_input_invalid' | 'engine_missing' | 'sync_type_unknown'
 *   | 'failure_unknown' | 'aborted'} CallCode
 */

/**
 * Writes that were refused before anything happened.
 * @typedef {'action_invalid' | 'action_unknown' | 'action_too_long' | 'check_failed' | 'row_exists' | 'row_not_found' | 'key_changed'
 *   | 'version_changed' | 'outbox_full' | 'state_past'} DispatchCode
 */

/**
 * How a write that was sent ended badly.
 * @typedef {'rejected' | 'conflict' | 'create_rejected' | 'outcome_unknown' | 'attempts_exhausted'} WriteCode
 */

/**
 * What the API gave.
 * @typedef {'network_error' | 'http_error' | 'body_unexpected' | 'list_too_long' | 'row_invalid' | 'version_missing' | 'version_form'
 *   | 'rung_plain' | 'json_invalid' | 'json_too_deep' | 'json_duplicate_key' | 'identity_mismatch'} AnswerCode
 */

/**
 * What other tabs sent.
 * @typedef {'message_newer' | 'message_invalid' | 'message_too_long' | 'clock_skew' | 'stamp_invalid' | 'mutation_name_invalid'
 *   | 'settled_invalid'} MessageCode
 */

/**
 * What the browser refused, and application code that threw.
 * @typedef {'storage_refused' | 'storage_unavailable' | 'cache_failed' | 'cache_dropped' | 'locks_failed' | 'transport_failed'
 *   | 'callback_failed'} HostCode
 */

/**
 * The engine's own life.
 * @typedef {'wasm_not_found' | 'wasm_refused' | 'engine_lost' | 'engine_destroyed' | 'engine_forgotten' | 'signal_invalid'
 *   | 'answer_invalid'} EngineCode
 */

/** @typedef {CallCode | DispatchCode | WriteCode | AnswerCode | MessageCode | HostCode | EngineCode} ErrorCode */

export {};
