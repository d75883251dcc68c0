// (k) Two senders of one mutation only with a key. Where the backend remembers no keys, a tab sends what another tab
// has sent before only when that other one has given up its lock since: it is dead, or it was frozen and knew it.
//
// Without Web Locks nobody can know who is dead; there silence has to do, and nothing is checked. Nor where storage
// refused the entry or lost it: then two tabs that cannot hear each other have nothing in common to tell them who owns
// it.
//
// Also: nobody but a tab of the newer protocol touches that protocol's entries in storage (design §5).
#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class OneSender final : public Check {
 public:
  explicit OneSender(World& world) : Check(world, "k") {}

  void sent(const Tab& tab, const Request& request) override {
    if (request.call.reads()) return;
    Deed* deed = world_.ledger.find(request.call.idempotency_key);
    if (deed == nullptr) return fail(tab.client + " sends a mutation of nobody");
    if (deed->sends > 0) world_.tally.count(Repair::attempt_again);
    const Tab& last = *world_.tabs[deed->last_sender];
    const bool unknowable = deed->unstored || deed->stored_lost;
    const bool handed_over = deed->sends == 0 || deed->last_sender == tab.index || !last.alive() || unknowable ||
                             last.absences != deed->sender_absences;
    if (!handed_over && !world_.plan.keys && world_.locks.holds(last.index, "client:" + last.client))
      return fail(deed->name + " is sent by " + tab.client + ", and " + last.client +
                  " that sent it before is not gone");
    deed->last_sender = tab.index;
    deed->sender_absences = tab.absences;
    ++deed->sends;
  }

  void persisted(const Tab& tab, const std::string& key, const std::string* /*text*/) override {
    if (tab.newer) return;
    const auto& items = world_.storage.items();
    const auto found = items.find(key);
    if (found != items.end() && found->second.ends_with(R"("p":2})"))
      fail(tab.client + " touches " + key + ", which a newer tab wrote");
  }
};

}  // namespace

std::unique_ptr<Check> one_sender(World& world) { return std::make_unique<OneSender>(world); }

}  // namespace tablattice::simulation
