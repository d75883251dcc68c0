#include "core/read_facts.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace tablattice {
namespace {

void note_bad(const Collection& collection, const Json& row, const Status& status, CheckedRows& checked) {
  if (checked.bad++ == 0) checked.first_bad = status;
  const Result<std::string> text = key_text(row[collection.options().key_field], "");
  if (text.ok()) {
    checked.keys.insert(text.value);
  } else {
    checked.all_keys_readable = false;
  }
}

}  // namespace

void CheckedRows::add(CheckedRows&& more) {
  keys.merge(std::move(more.keys));
  all_keys_readable = all_keys_readable && more.all_keys_readable;
  if (bad == 0) first_bad = std::move(more.first_bad);
  bad += more.bad;
  hash += more.hash;
  open = open || more.open;
}

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
    checked.keys.insert(row.value.key);
    checked.hash += row_hash(row.value.key, row.value.text);
    if (comes_too_late(collection, request, row.value)) {
      checked.open = true;
      continue;
    }
    if (proves_new_life(collection, request, row.value.key, row.value.version))
      event.gone.push_back({row.value.key, nullptr, true});
    event.rows.push_back(std::move(json));
  }
  return checked;
}

bool comes_too_late(const Collection& collection, const Request& request, const RowText& row) {
  if (collection.rung() == Rung::feed) return false;
  const RowState* state = collection.state(row.key);
  if (state != nullptr && !state->facts().empty()) return false;
  return collection.outlived(row.key, row.version, request.stamp) ||
         collection.stands_since(row.key).sequence > request.sequence;
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
  for (const std::string& key : collection.confirmed_keys()) {
    if (listed.contains(key)) continue;
    const RowFact& fact = *collection.confirmed(key);
    // A lower revision than the row's is a newer row's, or a restored backup's: only the stamp can tell.
    const bool comparable = collection.rung() == Rung::feed && fact.version <= listed_at;
    if (comparable || fact.sequence <= request.sequence)
      event.gone.push_back({key, comparable ? revision : Json(), false});
  }
}

bool leaves_open(const Collection& collection, const Request& request, const std::set<std::string>* listed) {
  if (collection.rung() == Rung::feed) return false;
  const std::vector<std::string> keys = collection.confirmed_keys();
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    const RowFact& fact = *collection.confirmed(key);
    const bool heard_since = fact.sequence > request.sequence && fact.stamp <= request.stamp;
    return heard_since && (listed == nullptr || !listed->contains(key));
  });
}

void confirm_again(Collection& collection, const Request& request) {
  for (const std::string& key : collection.confirmed_keys(request.sequence)) {
    const RowFact fact = *collection.confirmed(key);
    collection.join_row({key, fact.version, fact.text}, request.stamp, true);
  }
}

}  // namespace tablattice
