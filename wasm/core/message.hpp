// The messages that carry sync events between tabs: one JSON text per message, on every transport (design §5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.hpp"
#include "core/status.hpp"

namespace tablattice {

// Raised when a message's meaning changes. A tab that hears a newer one is outdated.
inline constexpr std::uint64_t protocol_version = 1;

// A longer message is refused whole ("message_too_long").
inline constexpr std::size_t message_bytes_max = 4 * 1024 * 1024;
// A sender cuts its messages, and what a read said, where they would pass this.
inline constexpr std::size_t message_bytes_wanted = 1024 * 1024;

struct Message {
  std::string from;        // the sending client
  std::uint64_t life = 0;  // its incarnation
  std::uint64_t n = 0;     // its number in that incarnation; 0 for outbox entries, which have none
  std::int64_t at_ms = 0;  // when it was sent, by the sender's clock
  std::vector<SyncEvent> events;
};

// What a read said, in events that keep the bounds above. Where that takes several, they go without cursors and mutation
// names: those may only arrive together with all their rows.
std::vector<RowsEvent> split_rows(RowsEvent event);

std::string encode_message(const Message& message);
// The same of a message whose events are written already, by event_text().
std::string encode_message(const Message& head, const std::vector<std::string>& events);

// Reads a message whole or refuses it whole: "message_too_long", "message_newer" (a later protocol version), the codes of
// parse_json, and "message_invalid" with the place. Rows are not checked here: that takes the collection.
Result<Message> decode_message(std::string_view text);
// The same, quicker where many are read: `openings` are those of the rows that were read before.
Result<Message> decode_message(std::string_view text, RowOpenings& openings);

}  // namespace tablattice
