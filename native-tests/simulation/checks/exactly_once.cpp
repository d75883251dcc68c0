// (b) Every mutation that the engine took is in the server exactly once, none that was rejected is, and none is both
// acked and rejected.
//
// "Exactly once" holds where the backend remembers keys: always on the feed. Without keys a write whose answer was lost
// may be applied twice (design §4), but for two kinds: a create of a row whose key the server makes is never sent again,
// and what carries If-Match is sent again with the same, which its own first attempt has made fail. An outcome_unknown
// claims neither. That no mutation is missing is checked with (e), which knows who was told.
#include <algorithm>
#include <set>
#include <string>

#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class ExactlyOnce final : public Check {
 public:
  explicit ExactlyOnce(World& world) : Check(world, "b") {}

  void sent(const Tab& /*tab*/, const Request& request) override {
    if (request.call.if_match.empty()) unguarded_.insert(request.call.idempotency_key);
  }

  void changed(const Change& change) override {
    if (change.deed < 0) return;
    const Deed& deed = world_.ledger.deeds()[static_cast<std::size_t>(change.deed)];
    // Where storage refused to count an attempt, an heir takes its own for the first, after the memory of keys too.
    const bool once = world_.plan.keys ? !deed.attempt_unstored : guarded(deed);
    if (deed.applied.size() > 1 && once) return fail(deed.name + " was applied twice");
    judge(deed);
  }

  void told(const Tab& /*tab*/, const Deed& deed, const std::string& /*problem*/) override {
    if (sender_silent(deed)) unheard_.insert(deed.name);
    judge(deed);
  }

 private:
  // Where storage does not hold the entry, or nothing tells who is dead, two tabs may send it that know nothing of each
  // other.
  [[nodiscard]] bool guarded(const Deed& deed) const {
    if (deed.unstored || deed.stored_lost) return false;
    if (deed.operation == Operation::create) return world_.plan.server_ids && world_.plan.locks;
    // Versions that come again, or that two changes of one millisecond share, guard nothing.
    const bool unique =
        world_.plan.version_form == VersionForm::count || world_.plan.version_form == VersionForm::decimal_string;
    return unique && !unguarded_.contains(deed.name);
  }

  void judge(const Deed& deed) const {
    if (deed.refused_in.empty()) return;
    // Only its own tab holds its promise; whoever has taken it over tells nobody that it was saved.
    if (deed.saved_in.contains(deed.tab)) return fail(deed.name + " was told as saved and as refused");
    if (deed.applied.empty() || precondition_came_true_again(deed) || copied(deed)) return;
    if (!world_.plan.keys && heir_cannot_know(deed)) return;
    // Nor do keys help where the server's key for its row is not known either: it cannot be sent again.
    const bool unheard = unheard_.contains(deed.name) || sender_silent(deed);
    if ((!world_.plan.keys || deed.keyless) && unheard) return;
    if (conflict_unheard(deed)) return;
    fail(deed.name + " was told as refused and is in the server");
  }

  // A backend that restarts its versions lets a precondition that failed hold again in the key's next life, so a
  // request that comes late may pass: If-Match cannot protect from that.
  [[nodiscard]] bool precondition_came_true_again(const Deed& deed) const {
    return world_.plan.if_match && world_.plan.version_form == VersionForm::count_restarting &&
           world_.plan.rung == Rung::versioned && deed.first_applied_late;
  }

  // Each of its requests was turned away before it reached the backend ("not now") or failed its precondition, and the last
  // of them, turned away, ended it. That something on the way had sent that one twice, and that the copy would pass, no
  // client can know.
  static bool copied(const Deed& deed) { return deed.given_up && deed.first_applied_by_copy && !deed.answered_no; }

  // Storage refused to count an attempt, so an heir takes its own for the first; or it refused the mutation itself, and an
  // heir that had it in memory only has not heard that it ended. No key tells the server better.
  static bool heir_cannot_know(const Deed& deed) {
    return deed.attempt_unstored || (deed.unstored && deed.last_sender != deed.tab);
  }

  // An heir sent it from memory, for storage refused that it takes it over, and is dead or frozen before it could tell:
  // storage still names another, who was away meanwhile and takes its own attempt for the first.
  [[nodiscard]] bool sender_silent(const Deed& deed) const {
    return std::any_of(deed.uncounted_in.begin(), deed.uncounted_in.end(), [&](std::size_t sender) {
      return !deed.refused_in.contains(sender) && !world_.tabs[sender]->runs();
    });
  }

  // Keys do not help against a failed precondition: the same key may come with another If-Match. Where storage refused the
  // mutation, and its tab told of the conflict and died, an heir that did not hear it takes it for one never sent.
  [[nodiscard]] bool conflict_unheard(const Deed& deed) const {
    return deed.conflicted && deed.unstored && deed.last_sender != deed.tab && !world_.tabs[deed.tab]->alive();
  }

  std::set<std::string> unguarded_;  // sent without If-Match
  std::set<std::string> unheard_;    // told while somebody who had sent it could not speak
};

}  // namespace

std::unique_ptr<Check> exactly_once(World& world) { return std::make_unique<ExactlyOnce>(world); }

}  // namespace tablattice::simulation
