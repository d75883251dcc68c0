// (c) What a tab shows of a row walks forward through the server's own history, as far as the rung promises, and holds
// nothing that nobody wrote.
//
// The server marks each state of a row with the number of the change that made it, in a field that means nothing to the
// engine. The mark in a visible row so names the confirmed state under it, pending changes or not. Checked on each
// change of each row in each tab:
//
// - the state is one of the server's, of that row, and each field is that state's or stands in a change of this browser
//   that this tab does not know to be refused;
// - feed: the mark never falls, and a row goes only by a deletion that came after it (or one that users here asked
//   for). After the deletion nothing older comes back;
// - versioned: within one life of a key the version never falls; changes that share a version (the same millisecond)
//   may come in any order. A row goes only where the key was deleted at some time. What is shown of another life than
//   before is not judged: a deletion told by absence or by a bare answer may flicker until the next list (design §4). Nor
//   what two reads that crossed say of a key that lives again;
// - plain: the mark never falls but by two reads that crossed each other on their way ("while one tab reads");
// - versioned and plain: only while the clocks agree ("a machine clock that does not step back").
//
// A tab that was away for longer than the memory of the tabs starts as a newcomer: with a short memory a row may go at
// any time, and what comes then is judged anew.
#include <map>
#include <utility>
#include <vector>

#include "simulation/checks/all.hpp"
#include "simulation/checks/holds.hpp"

namespace tablattice::simulation {
namespace {

struct Floor {
  std::uint64_t mark = 0;
  std::uint32_t life = 0;
  std::uint64_t rank = 0;
};

class Forward final : public Check {
 public:
  explicit Forward(World& world) : Check(world, "c"), clocks_agree_(world.plan.clocks_agree()) {}

  void shown(const Tab& tab, std::size_t collection, const std::string& key, const Shown& before) override {
    const Shown& now = tab.shown(collection, key);
    Floor& floor = floors_[{tab.index, collection, key}];
    if (now.present) {
      check_state(tab, collection, key, now, floor);
    } else if (before.present) {
      check_absence(tab, collection, key, floor);
    }
  }

 private:
  using Place = std::tuple<std::size_t, std::size_t, std::string>;

  void check_state(const Tab& tab, std::size_t collection, const std::string& key, const Shown& now, Floor& floor) {
    static const Change nothing;
    const bool known = now.mark > 0 && now.mark <= world_.server.history().size();
    const Change& state = known ? world_.server.change(now.mark) : nothing;
    if (now.mark > 0 && (!known || state.key != key || state.collection != collection || !state.alive))
      return fail(tab.client + " shows " + key + " in a state that the server never had");
    for (std::size_t field = 0; field < field_count; ++field) {
      const std::string& text = now.fields[field];
      const bool explained = text == state.fields[field] || (text.empty() && !known) ||
                             written_here(world_, tab, collection, key, field, text);
      if (!explained)
        return fail(tab.client + " shows '" + text + "' in " + key + ", which nobody wrote or which was refused");
    }
    if (!known) return;
    // On the versioned rung a deletion may flicker until the next list, and with it what came before.
    const bool flickers =
        world_.plan.rung == Rung::versioned && world_.server.deleted_after(collection, key, floor.mark) > 0;
    if (falls(state, floor) && !flickers) {
      return fail(tab.client + " shows " + key + " at " + std::to_string(state.mark) + " after " +
                  std::to_string(floor.mark));
    }
    floor = {state.mark, state.life, state.rank};
  }

  [[nodiscard]] bool falls(const Change& state, const Floor& floor) const {
    switch (world_.plan.rung) {
      case Rung::feed:
        return state.mark < floor.mark;
      case Rung::versioned:
        return clocks_agree_ && state.life == floor.life && state.rank < floor.rank && !new_life_crossed(state);
      case Rung::plain:
        return clocks_agree_ && state.mark < floor.mark && !world_.network.crossed(state.mark);
    }
    return false;
  }

  // A version that was read before it was known that the key lives again is of either life, for all that anybody can tell.
  [[nodiscard]] bool new_life_crossed(const Change& state) const {
    const bool lived_before = world_.server.deleted_after(state.collection, state.key, 0) > 0;
    return lived_before && world_.network.crossed(state.mark);
  }

  void check_absence(const Tab& tab, std::size_t collection, const std::string& key, Floor& floor) {
    // No read had confirmed it, or it was known to be deleted, and somebody here created it again.
    if (floor.mark == 0 || !world_.server.change(floor.mark).alive) return;
    const bool asked = deletion_asked(world_, tab, collection, key);
    const std::uint64_t deleted = world_.server.deleted_after(collection, key, floor.mark);
    const bool explained = deleted > 0 || asked || may_go(collection, key, floor);
    if (!explained) return fail(tab.client + " no longer shows " + key + ", which nobody deleted");
    if (!world_.plan.remembers_all() || world_.plan.rung == Rung::versioned) {
      floor = {};
    } else if (!asked && deleted > 0) {
      floor.mark = deleted;  // a deletion that is only asked for may be refused, and the row stands as before
    }
  }

  [[nodiscard]] bool may_go(std::size_t collection, const std::string& key, const Floor& floor) const {
    if (!world_.plan.remembers_all()) return true;
    if (world_.plan.rung == Rung::feed) return false;
    if (!clocks_agree_) return true;
    if (world_.plan.rung == Rung::versioned) return world_.server.deleted_after(collection, key, 0) > 0;
    return world_.network.crossed(floor.mark - 1);
  }

  const bool clocks_agree_;
  std::map<Place, Floor> floors_;
};

}  // namespace

std::unique_ptr<Check> forward(World& world) { return std::make_unique<Forward>(world); }

}  // namespace tablattice::simulation
