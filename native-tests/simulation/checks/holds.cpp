#include "simulation/checks/holds.hpp"

#include <algorithm>

namespace tablattice::simulation {
namespace {

bool holds_deletion(const World& world, const Deed& deed, const std::string& key, const Shown& shown) {
  if (!shown.present || shown.mark == 0) return true;
  // What was answered 404, or was read to be absent, was deleted before, by somebody else; an attempt that had been given
  // up may delete the row that was made since.
  const bool late = deed.absent_seen && deed.first_applied_late;
  const bool by_others = deed.applied.empty() || deed.absent_saved || late;
  const std::uint64_t deleted = by_others ? 0 : deed.applied.front();
  if (deleted == 0) return server_was_without(world, deed.collection, key, deed.at_ms);
  // On the versioned rung a deletion may flicker until the next list.
  return shown.mark > deleted || world.plan.rung == Rung::versioned;
}

bool cleared_here(const World& world, const Tab& tab, std::size_t collection, const std::string& key,
                  std::size_t field) {
  const auto& deeds = world.ledger.on_row(collection, key);
  return std::any_of(deeds.begin(), deeds.end(), [&](std::size_t index) {
    const Deed& deed = world.ledger.deeds()[index];
    return deed.cleared == static_cast<int>(field) && !deed.refused_in.contains(tab.index);
  });
}

// Whether that state of a row has a version that is not below the other's: changes of one millisecond share theirs. Where
// versions restart, those of two lives say nothing of each other.
bool reaches(const World& world, std::uint64_t mark, std::uint64_t applied) {
  if (mark >= applied || mark == 0 || world.plan.rung != Rung::versioned) return mark >= applied || mark == 0;
  const Change& state = world.server.change(mark);
  const Change& change = world.server.change(applied);
  if (state.life != change.life) return world.plan.version_form == VersionForm::count_restarting;
  return state.rank == change.rank;
}

bool holds_at(const World& world, const Tab& tab, const Deed& deed, const std::string& key) {
  const Shown& shown = tab.shown(deed.collection, key);
  if (deed.operation == Operation::remove) return holds_deletion(world, deed, key, shown);
  if (deed.applied.empty()) return true;  // that is another invariant's
  const std::uint64_t applied = deed.applied.front();
  const bool deleted_since = world.server.deleted_after(deed.collection, key, applied) > 0;
  if (!shown.present) {
    // A bare answer brings no row that this tab knows to be deleted, or that it has never heard of: an update of nothing
    // is nothing, until a read shows it.
    const bool bare = world.plan.rung != Rung::feed &&
                      (shown.mark_max == 0 || world.server.deleted_after(deed.collection, key, 0) > 0);
    return deleted_since || bare || deletion_asked(world, tab, deed.collection, key);
  }
  if (reaches(world, shown.mark, applied)) return true;
  // On the versioned rung a deletion may flicker until the next list, and with it what came before.
  if (deleted_since && world.plan.rung == Rung::versioned) return true;
  return written_here(world, tab, deed.collection, key, deed.field, shown.fields[deed.field]);
}

}  // namespace

bool holds(const World& world, const Tab& tab, const Deed& deed) {
  const auto& homes = world.ledger.homes(deed.key);
  // A tab that has not heard the alias shows it under the temporary key, be the server's row there or not.
  const bool under_own_key = homes.empty() || tab.shown(deed.collection, deed.key).present;
  if (under_own_key) return holds_at(world, tab, deed, deed.key);
  return std::any_of(homes.begin(), homes.end(),
                     [&](const std::string& key) { return holds_at(world, tab, deed, key); });
}

bool deletion_asked(const World& world, const Tab& tab, std::size_t collection, const std::string& key) {
  const auto& deeds = world.ledger.on_row(collection, key);
  return std::any_of(deeds.begin(), deeds.end(), [&](std::size_t index) {
    const Deed& deed = world.ledger.deeds()[index];
    return deed.operation == Operation::remove && !deed.refused_in.contains(tab.index);
  });
}

bool written_here(const World& world, const Tab& tab, std::size_t collection, const std::string& key, std::size_t field,
                  const std::string& text) {
  if (text.empty()) return cleared_here(world, tab, collection, key, field);
  const auto& writers = world.ledger.writers(text);
  return std::any_of(writers.begin(), writers.end(), [&](std::size_t index) {
    const Deed& deed = world.ledger.deeds()[index];
    const bool here = deed.collection == collection && deed.field == field && world.ledger.is_at(deed, key);
    return here && !deed.refused_in.contains(tab.index);
  });
}

bool server_was_without(const World& world, std::size_t collection, const std::string& key, std::int64_t since_ms) {
  bool there = false;
  for (const std::uint64_t mark : world.server.marks_of(collection, key)) {
    const Change& change = world.server.change(mark);
    if (change.at_ms >= since_ms && (!there || !change.alive)) return true;
    there = change.alive;
  }
  return !there;
}

}  // namespace tablattice::simulation
