// The messages that tell rows, which are most of all, written and read without a tree of values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/message.hpp"

namespace tablattice {

// What dump_json(event_to_json(event)) is.
std::string rows_event_text(const RowsEvent& event);

// Reads a message that tells nothing but rows as encode_message() writes it. What it reads, decode_message() would read as the same.
// Nothing where it is another message or is written otherwise, good or bad. `openings`: of the rows that were read before.
std::optional<Message> read_rows_message(std::string_view text, RowOpenings& openings);

}  // namespace tablattice
