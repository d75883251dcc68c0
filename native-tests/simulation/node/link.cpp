#include "simulation/node/link.hpp"

#include <cstdlib>

namespace tablattice::simulation {
namespace {

constexpr int descriptor_out = 3;
constexpr int descriptor_in = 4;
constexpr int exit_unlinked = 3;

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "%s: this program is started by web/tests/worlds\n", why);
  std::exit(exit_unlinked);
}

}  // namespace

Link::Link() : out_(fdopen(descriptor_out, "w")), in_(fdopen(descriptor_in, "r")) {
  if (out_ == nullptr || in_ == nullptr) give_up("descriptors 3 and 4 are not open");
}

Link::~Link() {
  std::fclose(out_);
  std::fclose(in_);
}

void Link::say(const std::string& line) {
  const bool said = std::fwrite(line.data(), 1, line.size(), out_) == line.size() && std::fputc('\n', out_) != EOF;
  if (!said) give_up("nobody listens any more");
}

std::string Link::ask(const std::string& line) {
  say(line);
  std::fflush(out_);
  std::string answer;
  for (int letter = std::fgetc(in_); letter != '\n'; letter = std::fgetc(in_)) {
    if (letter == EOF) give_up("nobody answers any more");
    answer += static_cast<char>(letter);
  }
  return answer;
}

}  // namespace tablattice::simulation
