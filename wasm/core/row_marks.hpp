// A row's key and version, read from the texts of their members, without a tree of values.
#pragma once

#include <optional>
#include <string_view>

#include "core/collection.hpp"

namespace tablattice {

// The row of `text` with both. `key`: the text of its key's value; `version`: that of its version's, empty where the row has none.
// Nothing where they are not written as dump_json() writes them, or are not good ones: then the row is read the long way, which
// tells why.
std::optional<RowTextView> read_row_marks(const Collection& collection, std::string_view key, std::string_view version,
                                          std::string_view text);

}  // namespace tablattice
