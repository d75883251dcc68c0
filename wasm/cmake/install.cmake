# The native library as a CMake package: find_package(tablattice), then link tablattice::tablattice_core.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/tablattice)
install(TARGETS tablattice_core tablattice_availability EXPORT tablattice_targets)
install(EXPORT tablattice_targets NAMESPACE tablattice:: DESTINATION ${package_folder})
install(DIRECTORY wasm/core wasm/availability DESTINATION include/tablattice FILES_MATCHING PATTERN *.hpp)
configure_file(wasm/cmake/tablattice-config.cmake.in tablattice-config.cmake @ONLY)
write_basic_package_version_file(tablattice-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tablattice-config.cmake ${PROJECT_BINARY_DIR}/tablattice-config-version.cmake
        DESTINATION ${package_folder})
