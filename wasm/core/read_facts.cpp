#include "core/read_facts.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace tablattice {
namespace {

// FNV-1a, 64 bits (Fowler, Noll, Vo); summed, so that the order of rows does not matter.
std::uint64_t text_hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
  return hash;
}

void note_bad(const Collection& collection, const Json& row, const Status& status, CheckedRows& checked) {
  if (checked.bad++ == 0) checked.first_bad = status;
  const auto key = row.is_object() ? row.find(collection.options().key_field) : row.end();
  const Result<std::string> text = key_text(row.is_object() && key != row.end() ? *key : Json(), "");
  if (text.ok()) {
    checked.keys.insert(text.value);
  } else {
    checked.all_keys_readable = false;
  }
}

}  // namespace

CheckedRows check_rows(SyncHandler& handler, Collection& collection, const Request& request, std::vector<Json>&& rows,
                       RowsEvent& event) {
  CheckedRows checked;
  std::size_t index = 0;
  for (Json& json : rows) {
    const Result<RowText> row =
        handler.read_row(collection, json, collection.options().name + "/rows/" + std::to_string(index++));
    if (!row.ok()) {
      note_bad(collection, json, row.status, checked);
      continue;
    }
    if (proves_new_life(collection, request, row.value.key, row.value.version))
      event.gone.push_back({row.value.key, nullptr, true});
    checked.keys.insert(row.value.key);
    checked.hash += text_hash(row.value.text);
    event.rows.push_back(std::move(json));
  }
  return checked;
}

bool proves_new_life(const Collection& collection, const Request& request, const std::string& key,
                     const Version& version) {
  if (collection.rung() == Rung::plain) return false;
  const RowState* state = collection.state(key);
  return state != nullptr && std::any_of(state->facts().begin(), state->facts().end(), [&](const RowFact& fact) {
           return fact.sequence <= request.sequence && fact.version > version;
         });
}

void add_absent(const Collection& collection, const Request& request, const std::set<std::string>& listed,
                const Json& revision, RowsEvent& event) {
  const Version listed_at = Version::from_json(revision).value_or(Version());
  for (const std::string& key : collection.confirmed_keys(request.sequence)) {
    if (listed.contains(key)) continue;
    // A lower revision than the row's is a restored backup's: only the stamp can tell.
    const bool comparable = collection.rung() == Rung::feed && collection.confirmed(key)->version <= listed_at;
    event.gone.push_back({key, comparable ? revision : Json(), false});
  }
}

void confirm_again(Collection& collection, const Request& request) {
  for (const std::string& key : collection.confirmed_keys(request.sequence)) {
    const RowFact fact = *collection.confirmed(key);
    collection.join_row({key, fact.version, fact.text}, request.stamp, true);
  }
}

std::uint64_t confirmed_hash(const Collection& collection) {
  std::uint64_t hash = 0;
  for (const std::string& key : collection.confirmed_keys(std::numeric_limits<std::uint64_t>::max()))
    hash += text_hash(collection.confirmed(key)->text);
  return hash;
}

}  // namespace tablattice
