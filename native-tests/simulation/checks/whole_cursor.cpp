// (i) A cursor never passes a missing change. When a tab asks for the changes since a cursor, it knows all changes up
// to it: of each row it shows that state or a later one, a deletion of a later one, or its users' own changes over it.
#include "simulation/checks/all.hpp"
#include "simulation/checks/holds.hpp"

namespace tablattice::simulation {
namespace {

class WholeCursor final : public Check {
 public:
  explicit WholeCursor(World& world) : Check(world, "i") {}

  void asked(const Tab& tab, const Request& request) override {
    if (request.call.type != Call::Type::changes) return;
    const std::size_t collection = request.call.collection;
    for (std::size_t place = request.call.since; place > 0; --place) {
      const Change& change = world_.server.change(place);
      if (change.collection != collection || last_of_row(change, request.call.since) != change.mark) continue;
      if (!known(tab, change)) {
        return fail(tab.client + " asks for the changes since " + std::to_string(request.call.since) +
                    " and does not know change " + std::to_string(change.mark) + " of " + change.key);
      }
    }
  }

 private:
  [[nodiscard]] std::uint64_t last_of_row(const Change& change, std::uint64_t cursor) const {
    std::uint64_t last = 0;
    for (const std::uint64_t mark : world_.server.marks_of(change.collection, change.key)) {
      if (mark <= cursor) last = mark;
    }
    return last;
  }

  [[nodiscard]] bool known(const Tab& tab, const Change& change) const {
    const Shown& row = tab.shown(change.collection, change.key);
    if (row.present) return row.mark == 0 || row.mark >= change.mark;
    if (!change.alive) return true;
    return deletion_asked(world_, tab, change.collection, change.key) ||
           world_.server.deleted_after(change.collection, change.key, change.mark) > 0;
  }
};

}  // namespace

std::unique_ptr<Check> whole_cursor(World& world) { return std::make_unique<WholeCursor>(world); }

}  // namespace tablattice::simulation
