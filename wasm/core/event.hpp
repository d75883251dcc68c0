// Sync events: what the sync handler receives, from any source (design §5).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/event_rows.hpp"
#include "core/hash.hpp"
#include "core/heard.hpp"
#include "core/json.hpp"
#include "core/mutation.hpp"
#include "core/row.hpp"
#include "core/stamp.hpp"
#include "core/status.hpp"

namespace tablattice {

// Rows, and likewise gone keys, of one event; longer results travel as several events.
inline constexpr std::size_t event_rows_max = 500;
// Mutation names of one event.
inline constexpr std::size_t event_names_max = 20'000;

// An optimistic change. The members after `mutation` ride along in outbox entries, for whoever takes the mutation over.
struct MutationEvent {
  Mutation mutation;
  bool stored = false;    // it is in the outbox
  unsigned attempts = 0;  // requests sent so far
  std::string if_match;   // the first attempt's If-Match, empty for none
  Json problem;           // of a failure that is kept until retry or discard; else null
  Stamp unknown_at;   // when its answer was lost for good: a read sent later decides; empty: it is not of unknown fate
  std::string owner;  // who sends its requests; empty: the sender of this event

  // Its requests are still to be sent: it is neither a failure nor of unknown fate.
  [[nodiscard]] bool open() const { return problem.is_null() && unknown_at.empty(); }
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
  EventRows rows;
  std::vector<GoneKey> gone;
  Json from;  // a delta's cursors; null where it is none
  Json to;
  std::vector<MutationName> mutations;  // whose effects these rows hold
  // The sender misses nothing that was there at `stamp`, and its confirmed rows amount to `hash`: so it is where they do.
  bool complete = false;
  std::uint64_t hash = 0;
};

// A create whose server made the id.
struct AliasEvent {
  std::string collection;
  std::string temporary_key;
  std::string key;
};

// A follower's wish, to the leader.
struct AskEvent {
  enum class Wish {
    activity,   // a user is active in some tab
    read,       // `collection` is to be read by a request that is sent from now on
    present,    // a tab lives
    lead,       // a visible tab wants to lead in a hidden one's place
    authorize,  // the API no longer knows the user
  };
  Wish wish = Wish::activity;
  std::string collection;
  Stamp stamp;
};

// What a tab has of one collection.
struct Holding {
  bool complete = false;  // it misses nothing that was there at `complete_at`
  Stamp complete_at;
  Json cursor;
  std::int64_t fetched_at_ms = 0;
  Buckets buckets{};
  std::vector<MutationName> unsettled;
};

// A tab that has just come, came back, missed a message or differs from the leader: who has more, tells it.
struct HelloEvent {
  std::string to;        // who is to answer; '' for anybody
  std::uint64_t id = 0;  // the answer repeats it
  bool asks = true;      // false: nobody is to answer, this only tells what the tab has
  Marks marks;
  std::map<std::string, Holding> collections;
};

// All that a tab knows of one row.
struct RowRecord {
  std::string key;
  RowState state;  // its facts and answers; the mutations are told as their events
  std::vector<MutationEvent> mutations;
};

// The last part of a state: what it amounts to. It counts only where all parts came.
struct StateEnd {
  std::uint64_t parts = 0;  // this one included
  Marks marks;
  SettledNames settled;
  std::map<std::string, Holding> collections;
};

// A part of what one tab has and `to` lacks.
struct StateEvent {
  std::string to;
  std::uint64_t id = 0;  // of the hello that this answers
  bool back = false;     // it answers the answer to the sender's own hello of that id, and is not answered again
  std::string collection;
  std::vector<RowRecord> rows;
  std::vector<std::pair<std::string, std::string>> aliases;  // temporary key, key
  std::optional<StateEnd> end;
};

// The leader's view of one collection.
struct Pulse {
  bool complete = false;
  std::uint64_t hash = 0;
  std::uint64_t unsettled_hash = 0;
  std::int64_t fetched_at_ms = 0;
  Json error;  // of its last read; null: none
};

// The leader lives, and this is what it has.
struct BeatEvent {
  std::uint64_t term = 0;
  Stamp stamp;
  bool visible = true;
  bool resigns = false;  // it leads no more
  bool expired = false;  // the API no longer knows the user
  Marks marks;
  std::map<std::string, Pulse> collections;
};

// Sign-out: every tab of the scope wipes and stops.
struct ForgetEvent {};

using SyncEvent = std::variant<MutationEvent, OutcomeEvent, RowsEvent, AliasEvent, AskEvent, HelloEvent, StateEvent,
                               BeatEvent, ForgetEvent>;

// The parts of a sync event that the clocks and the collections are asked about.
struct EventPlace {
  std::string collection;      // empty: none
  std::optional<Stamp> stamp;  // the greatest in it
};
EventPlace place_of(const SyncEvent& event);

Json event_to_json(const SyncEvent& event);
// What dump_json(event_to_json(event)) is, without a tree of the rows' values.
std::string event_text(const SyncEvent& event);
// Reads an event strictly: "message_invalid" with the place, and the codes of keys and stamps.
Result<SyncEvent> event_from_json(const Json& json, const std::string& where);

}  // namespace tablattice
