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
    checked.listed.others.insert(text.value);
  } else {
    checked.all_keys_readable = false;
  }
}

bool late(const Collection& collection, const Request& request, const RowTextView& row,
          const Collection::Place& place) {
  if (collection.rung() == Rung::feed) return false;
  const RowState* state = collection.state(place);
  if (state != nullptr && !state->facts().empty()) return false;
  return collection.outlived(state, row.version, request.stamp) ||
         collection.stands_since(place).sequence > request.sequence;
}

bool lives_again(const Collection& collection, const Request& request, const RowState* state, const Version& version) {
  if (collection.rung() == Rung::plain) return false;
  return state != nullptr && std::any_of(state->facts().begin(), state->facts().end(), [&](const RowFact& fact) {
           return fact.sequence <= request.sequence && fact.version > version;
         });
}

// Nothing where it is a bad one, which is noted.
std::optional<RowTextView> read_row(const RowsRead& read, std::size_t index, RowText& memory, CheckedRows& checked) {
  if (auto row = read.rows.read(read.body, index, read.collection, memory.text)) return row;
  const Json json = read.rows.json(read.body, index);
  Result<RowText> slowly =
      read.handler.read_row(read.collection, json, read.collection.options().name + "/rows/" + std::to_string(index));
  if (!slowly.ok()) {
    note_bad(read.collection, json, slowly.status, checked);
    return std::nullopt;
  }
  memory = std::move(slowly.value);
  return memory;
}

}  // namespace

void take_row(const RowsRead& read, std::size_t index, RowText& memory, CheckedRows& checked, RowsNews& news) {
  const auto row = read_row(read, index, memory, checked);
  if (!row) return;
  if (checked.hash_wanted) checked.hash += row_hash(row->key, row->text);
  Collection::Place place = read.collection.place(row->key);
  if (read.past && read.collection.outlived(read.collection.state(place), row->version, read.event.stamp)) {
    news.stale = true;
  } else if (late(read.collection, read.request, *row, place)) {
    checked.open = true;
  } else {
    read.trace.touch(read.event.collection, row->key);
    if (lives_again(read.collection, read.request, read.collection.state(place), row->version))
      read.handler.join_new_life(read.event, {std::string(row->key), nullptr, true}, news);
    read.handler.join_row(read.collection, place, *row, read.event, news);
  }
  const auto hash = read.collection.mark(place, checked.listed.mark);
  checked.listed.hash += hash.value_or(0);
  if (!hash) checked.listed.others.emplace(row->key);
}

bool comes_too_late(Collection& collection, const Request& request, const RowTextView& row) {
  return late(collection, request, row, collection.place(row.key));
}

bool proves_new_life(const Collection& collection, const Request& request, const std::string& key,
                     const Version& version) {
  return lives_again(collection, request, collection.state(key), version);
}

void add_absent(const Collection& collection, const Request& request, const Listed& listed, const Json& revision,
                RowsEvent& event) {
  if (listed.names_all(collection)) return;
  const Version listed_at = Version::from_json(revision).value_or(Version());
  const auto first = static_cast<std::ptrdiff_t>(event.gone.size());
  collection.for_each_confirmed([&](const std::string& key, const RowFact& fact, std::uint32_t mark) {
    if (listed.names(key, mark)) return;
    // A lower revision than the row's is a newer row's, or a restored backup's: only the stamp can tell.
    const bool comparable = collection.rung() == Rung::feed && fact.version <= listed_at;
    if (comparable || fact.sequence <= request.sequence)
      event.gone.push_back({key, comparable ? revision : Json(), false});
  });
  std::sort(event.gone.begin() + first, event.gone.end(),
            [](const GoneKey& left, const GoneKey& right) { return left.key < right.key; });
}

bool leaves_open(const Collection& collection, const Request& request, const Listed* listed) {
  if (collection.rung() == Rung::feed || (listed != nullptr && listed->names_all(collection))) return false;
  bool open = false;
  collection.for_each_confirmed([&](const std::string& key, const RowFact& fact, std::uint32_t mark) {
    const bool heard_since = fact.sequence > request.sequence && fact.stamp <= request.stamp;
    open = open || (heard_since && (listed == nullptr || !listed->names(key, mark)));
  });
  return open;
}

void confirm_again(Collection& collection, const Request& request) {
  collection.join_unchanged(request.stamp, request.sequence);
}

}  // namespace tablattice
