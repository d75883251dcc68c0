# emcc's JavaScript optimiser needs the package acorn. Debian installs it where only Debian's own Node looks, so under any
# other Node optimised builds fail ("Cannot find module 'acorn'"). Sets EMCC_LAUNCHER to a command that runs emcc with
# the NODE_PATH it needs, or to nothing where acorn is found as things are.
function(tablattice_find_emcc_launcher)
  execute_process(
    COMMAND node -e "require.resolve('acorn')"
    WORKING_DIRECTORY ${EMSCRIPTEN_ROOT_PATH}/tools
    RESULT_VARIABLE acorn_missing
    OUTPUT_QUIET ERROR_QUIET)
  set(EMCC_LAUNCHER "" PARENT_SCOPE)
  if(acorn_missing)
    find_path(
      NODE_MODULES_WITH_ACORN acorn/package.json
      PATHS ${EMSCRIPTEN_ROOT_PATH}/node_modules /usr/share/nodejs /usr/lib/nodejs /usr/local/lib/node_modules
      NO_CMAKE_FIND_ROOT_PATH)
    if(NOT NODE_MODULES_WITH_ACORN)
      message(FATAL_ERROR "emcc needs the Node package acorn: install it (Debian: apt-get install node-acorn)")
    endif()
    set(EMCC_LAUNCHER ${CMAKE_COMMAND} -E env NODE_PATH=${NODE_MODULES_WITH_ACORN} PARENT_SCOPE)
  endif()
endfunction()
