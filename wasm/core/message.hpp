// Sync events and the messages that carry them between tabs: one JSON text per message, on every transport (design §5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/json.hpp"
#include "core/mutation.hpp"
#include "core/stamp.hpp"
#include "core/status.hpp"

namespace tablattice {

// Raised when a message's meaning changes. A tab that hears a newer one is outdated.
inline constexpr std::uint64_t protocol_version = 1;

// A longer message is refused whole ("message_too_long").
inline constexpr std::size_t message_bytes_max = 4 * 1024 * 1024;
// A sender cuts its messages, and what a read said, where they would pass this.
inline constexpr std::size_t message_bytes_wanted = 1024 * 1024;
// Rows, and likewise gone keys, of one event; longer results travel as several events.
inline constexpr std::size_t event_rows_max = 500;

// An optimistic change. The members after `mutation` ride along in outbox entries, for whoever takes the mutation over.
struct MutationEvent {
  Mutation mutation;
  bool stored = false;    // it is in the outbox
  unsigned attempts = 0;  // requests sent so far
  std::string if_match;   // the first attempt's If-Match, empty for none
  Json problem;           // of a failure that is kept until retry or discard; else null
};

// How a mutation ended, told by the tab that sent the request.
struct OutcomeEvent {
  enum class Kind { acked, rejected, unknown };
  Kind kind = Kind::acked;
  MutationName name;
  std::string collection;
  std::string key;
  Stamp stamp;             // of the answer's arrival
  Json row;                // acked: the server's row, where it told one; it enters confirmed only with a version
  Json tombstone_version;  // acked delete: its version, where the server told it; else null
  Json problem;            // rejected
};

// The outcome of `mutation` as it starts out: its name, collection and key.
OutcomeEvent outcome_event(const Mutation& mutation, OutcomeEvent::Kind kind, const Stamp& stamp);

// A row known not to be there.
struct GoneKey {
  std::string key;
  Json version;           // a tombstone's version; null: gone at the event's stamp
  bool new_life = false;  // gone just below the event's stamp: the key lives again, with restarted versions
};

// What a read said: a poll, a push, another tab's request.
struct RowsEvent {
  std::string collection;
  Stamp stamp;  // when the request was sent
  std::vector<Json> rows;
  std::vector<GoneKey> gone;
  Json from;  // a delta's cursors; null where it is none
  Json to;
  std::vector<MutationName> mutations;  // whose effects these rows hold
};

// A create whose server made the id.
struct AliasEvent {
  std::string collection;
  std::string temporary_key;
  std::string key;
};

// Sign-out: every tab of the scope wipes and stops.
struct ForgetEvent {};

using SyncEvent = std::variant<MutationEvent, OutcomeEvent, RowsEvent, AliasEvent, ForgetEvent>;

struct Message {
  std::string from;        // the sending client
  std::uint64_t life = 0;  // its incarnation
  std::uint64_t n = 0;     // its number in that incarnation; 0 for outbox entries, which have none
  std::vector<SyncEvent> events;
};

// What a read said, in events that keep the bounds above. Where that takes several, they go without cursors and mutation
// names: those may only arrive together with all their rows.
std::vector<RowsEvent> split_rows(RowsEvent event);

Json event_to_json(const SyncEvent& event);
std::string encode_message(const Message& message);

// Reads a message whole or refuses it whole: "message_too_long", "message_newer" (a later protocol version), the codes of
// parse_json, and "message_invalid" with the place. Rows are not checked here: that takes the collection.
Result<Message> decode_message(std::string_view text);

}  // namespace tablattice
