# tablattice_add_wasm(TARGET SLICES name… OUTPUT_DIRECTORY folder)
#
# Builds an engine that holds the named slices, and its glue: OUTPUT_DIRECTORY/TARGET.wasm and
# OUTPUT_DIRECTORY/TARGET.js (and .d.ts), and TARGET.inline.js, the .wasm as a module, for hosts that can serve no file.
# A slice `rooms` is a library target named `tablattice_rooms` or `rooms` that defines
#   namespace tablattice { void register_rooms(); }
# which calls register_slice() (core/slice.hpp). The glue belongs to its WASM: import names differ from build to build.
include(${CMAKE_CURRENT_LIST_DIR}/emcc_node_path.cmake)

function(tablattice_add_wasm target)
  cmake_parse_arguments(PARSE_ARGV 1 argument "" "OUTPUT_DIRECTORY" "SLICES")
  if(NOT argument_OUTPUT_DIRECTORY OR argument_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "tablattice_add_wasm(TARGET SLICES name… OUTPUT_DIRECTORY folder)")
  endif()
  tablattice_generate_registration(${target} "${argument_SLICES}" registration)
  tablattice_slice_libraries("${argument_SLICES}" libraries)
  tablattice_find_emcc_launcher()

  cmake_path(GET CMAKE_CURRENT_FUNCTION_LIST_DIR PARENT_PATH wasm_folder)
  add_library(${target}_bindings OBJECT ${wasm_folder}/bindings.cpp ${registration})
  target_compile_options(${target}_bindings PRIVATE -fno-exceptions -fno-rtti)
  # Without RTTI embind cannot name unbound types; this says so to its headers.
  target_compile_definitions(${target}_bindings PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
  target_link_libraries(${target}_bindings PRIVATE tablattice_core)
  tablattice_warnings(${target}_bindings)
  tablattice_wasm_code(${target}_bindings)
  tablattice_link(${target} "${libraries}")
  tablattice_publish(${target} ${argument_OUTPUT_DIRECTORY})
  # The same code with the names of its functions, for `npm run size -- --functions`.
  tablattice_link(${target}_named "${libraries}")
  target_link_options(${target}_named PRIVATE --profiling-funcs)
  set_target_properties(${target}_named PROPERTIES EXCLUDE_FROM_ALL TRUE)
endfunction()

function(tablattice_link target libraries)
  string(REGEX REPLACE "_named$" "" engine ${target})
  add_executable(${target} $<TARGET_OBJECTS:${engine}_bindings>)
  tablattice_link_options(${target})
  target_link_libraries(${target} PRIVATE ${libraries} tablattice_core)
  set_target_properties(${target} PROPERTIES SUFFIX .js LINKER_LANGUAGE CXX CXX_LINKER_LAUNCHER "${EMCC_LAUNCHER}")
endfunction()

# -O3 is for what the linker does; the functions themselves are compiled for size (tablattice_wasm_code).
# web,worker and no node: the glue then runs everywhere, Node included, when it is handed `wasmBinary`.
function(tablattice_link_options target)
  target_link_options(
    ${target}
    PRIVATE
    -O3
    -flto
    --bind
    -fno-rtti
    -sMODULARIZE=1
    -sEXPORT_ES6=1
    -sUSE_ES6_IMPORT_META=0 # who loads the .wasm is the engine module: bundlers must not find it here as well
    -sEXPORT_NAME=createTablattice
    -sENVIRONMENT=web,worker
    -sDYNAMIC_EXECUTION=0
    -sALLOW_MEMORY_GROWTH=1
    -sFILESYSTEM=0
    -sSUPPORT_ERRNO=0
    -sINITIAL_MEMORY=4MB
    -sMEMORY_GROWTH_GEOMETRIC_STEP=0.05 # memory never shrinks: what it grows beyond need is held for good
    -sTOTAL_STACK=1MB
    -sMALLOC=emmalloc)
endfunction()

# Writes the one file that differs between builds: it registers the slices, each once.
function(tablattice_generate_registration target slices result)
  set(slice_declarations "")
  set(slice_calls "")
  foreach(slice IN LISTS slices)
    string(APPEND slice_declarations "void register_${slice}();\n")
    string(APPEND slice_calls "  register_${slice}();\n")
  endforeach()
  set(file ${CMAKE_CURRENT_BINARY_DIR}/${target}_register_slices.cpp)
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/register_slices.cpp.in ${file} @ONLY)
  set(${result} ${file} PARENT_SCOPE)
endfunction()

function(tablattice_slice_libraries slices result)
  set(libraries "")
  foreach(slice IN LISTS slices)
    if(TARGET tablattice_${slice})
      list(APPEND libraries tablattice_${slice})
    elseif(TARGET ${slice})
      list(APPEND libraries ${slice})
    else()
      message(FATAL_ERROR "slice ${slice}: there is no library target tablattice_${slice} or ${slice}")
    endif()
  endforeach()
  set(${result} ${libraries} PARENT_SCOPE)
endfunction()

# The glue, minified where esbuild is installed, its types and the .wasm, into the folder that JavaScript loads them from.
function(tablattice_publish target folder)
  set(published ${folder}/${target}.js ${folder}/${target}.d.ts ${folder}/${target}.wasm
      ${folder}/${target}.inline.js ${folder}/${target}.inline.d.ts)
  add_custom_command(
    OUTPUT ${published}
    COMMAND node ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/publish.mjs ${CMAKE_CURRENT_BINARY_DIR}/${target} ${folder}
    DEPENDS ${target} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/publish.mjs ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/glue.d.ts
            ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/inline.d.ts
    COMMENT "Publishing ${target}.js and ${target}.wasm"
    VERBATIM)
  add_custom_target(${target}_published ALL DEPENDS ${published})
endfunction()
