// The bodies that an API answers with, read strictly (web/docs/host-contract.md, "Bodies").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/body_rows.hpp"
#include "core/json.hpp"
#include "core/status.hpp"

namespace tablattice {

struct ListBody {
  BodyRows rows;
  Json revision;  // null where the backend gives none
  Json next;      // the next page; null where this is the last
};

// `[row, …]` or `{ revision?, cursor?, rows, next? }`; anything else is "body_unexpected".
Result<ListBody> read_list_body(std::string_view text);
// The same of a text that was scanned to its end.
Result<ListBody> list_body(BodyScanner& scanned, std::string_view text);

struct Tombstone {
  std::string key;
  Json version;
};

struct ChangesBody {
  Json cursor;
  BodyRows rows;
  std::vector<Tombstone> tombstones;
  std::vector<std::string> mutations;
};

// `{ cursor, rows, tombstones: [{ <key field>, version? }], mutations? }`; anything else is "body_unexpected".
Result<ChangesBody> read_changes_body(std::string_view text, const std::string& key_field);

// The object in the answer to a write or to the read of one row: bare, or `{ row }` from the application's mapping; null for
// an empty body. Anything else (a login page) is "body_unexpected".
Result<Json> read_row_body(std::string_view text, bool mapped);

// An RFC 9457 problem made of a refusal: code "rejected", its status and members as details, its `detail` or `title` as the
// message, its `field` as `where`.
Status read_problem_body(int status, std::string_view text);

}  // namespace tablattice
