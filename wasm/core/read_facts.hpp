// What a read proves beyond its rows: who is gone, and who lives again. Only the tab that sent the request can tell, since it
// knows what it had when it sent it (design §4).
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "core/body_rows.hpp"
#include "core/message.hpp"
#include "core/session.hpp"
#include "core/sync_handler.hpp"
#include "core/trace.hpp"

namespace tablattice {

// The keys that a list names. Those of rows that are known here bear its mark; the others are few.
struct Listed {
  std::uint32_t mark = 0;  // 0: no row bears it
  std::uint64_t hash = 0;  // of the rows that bear it, each as it stood when it was marked
  std::set<std::string> others;

  // Every row that stands bears the mark; false may also be that some have changed since. Spares a pass over all rows.
  [[nodiscard]] bool names_all(const Collection& collection) const { return hash == collection.hash(); }
  [[nodiscard]] bool names(const std::string& key, std::uint32_t borne) const {
    return (mark != 0 && borne == mark) || others.contains(key);
  }
};

// A list's rows, checked one by one. A bad row is left out; nothing is inferred about its absence.
struct CheckedRows {
  Listed listed;  // bad rows with a readable key included
  bool all_keys_readable = true;
  std::size_t bad = 0;
  Status first_bad;
  bool hash_wanted = false;
  std::uint64_t hash = 0;  // as Collection::hash() will be where it holds exactly these rows
  bool open = false;       // some were left out because nobody can tell whether they are still there: comes_too_late()
};

// The answer that a row came with. Its rows are read and joined one after the other.
struct RowsRead {
  SyncHandler& handler;
  Collection& collection;
  const Request& request;
  std::string_view body;
  BodyRows& rows;
  const RowsEvent& event;
  Trace& trace;
  bool past = false;  // on a feed: the cursor has meanwhile moved beyond this answer
};

// Joins a good row, and notes what it says of the list. Where its version is lower than one that was confirmed when the
// request was sent, "new life" is joined before it. A good row that comes too late is listed, but not joined either.
// `memory` is used again.
void take_row(const RowsRead& read, std::size_t index, RowText& memory, CheckedRows& checked, RowsNews& news);

// Whether a row that the list names is not here because of what was heard only after the request was sent, and stamped so
// that the list would outlive it: it was told gone by a read or a write that was sent before (and whose answer took its
// time), or a list sent later has come in without it. Which of the two was answered first nobody can tell. Shown again it
// might be a step back, so it waits for a list that is sent now. Never so on a feed, nor where a version can decide.
bool comes_too_late(Collection& collection, const Request& request, const RowTextView& row);

// Adds the rows that the full list does not name. On a feed those of a version up to the list's `revision` are gone at that
// revision, whenever they were heard of: the stamps of requests under way at the same time say nothing of which one was
// answered first, and a delta never repeats a row that was wrongly thought gone. Elsewhere (`revision` null) the rows that
// stood when the request was sent are gone at the event's stamp; the next list puts right what that got wrong.
void add_absent(const Collection& collection, const Request& request, const Listed& listed, const Json& revision,
                RowsEvent& event);

// Whether the list leaves it open if some row that stands is there: it does not name one that was heard of only after the
// request was sent, by a read that was sent before. Which of the two was answered first nobody can tell, so the list does
// not settle anything. Never so on a feed. `listed`: null where the list names what stood when it was asked for (304).
bool leaves_open(const Collection& collection, const Request& request, const Listed* listed);

// The list of `request` read again (304): every row that stood when it was sent stood when it was answered.
void confirm_again(Collection& collection, const Request& request);

// Whether `version` is lower than one that was known when the request was sent: the key has been deleted and lives again.
bool proves_new_life(const Collection& collection, const Request& request, const std::string& key,
                     const Version& version);

}  // namespace tablattice
