// The lines between this program and the Node process that started it: one JSON text each. Descriptor 3 carries what
// this program says, 4 what it hears (web/tests/worlds/link.js).
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace tablattice::simulation {

class Link {
 public:
  // Ends the program where nobody has opened the descriptors.
  Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  ~Link();

  void say(const std::string& line);
  // Says it and waits for the line that answers. Ends the program where the other side is gone.
  std::string ask(const std::string& line);
  // A name for the next engine, which no other of this run has.
  std::uint64_t next_engine() { return ++engines_; }

 private:
  std::FILE* out_;
  std::FILE* in_;
  std::uint64_t engines_ = 0;
};

}  // namespace tablattice::simulation
