# Installs the library as a CMake package and for pkg-config.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/nnsummary)
set(container_program ${CMAKE_INSTALL_LIBEXECDIR}/nnsummary/nnsummary-container)

install(TARGETS nnsummary_lib EXPORT nnsummaryTargets)
install(DIRECTORY include/nnsummary TYPE INCLUDE)
install(TARGETS nnsummary-container RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/nnsummary)

install(EXPORT nnsummaryTargets NAMESPACE nnsummary:: DESTINATION ${package_dir})
configure_package_config_file(cmake/nnsummaryConfig.cmake.in ${PROJECT_BINARY_DIR}/nnsummaryConfig.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS container_program)
# Before 1.0, a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/nnsummaryConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/nnsummaryConfig.cmake ${PROJECT_BINARY_DIR}/nnsummaryConfigVersion.cmake
  cmake/FindDependencies.cmake
  DESTINATION ${package_dir})

# A static library doesn't record what it needs, and not everybody calls pkg-config with --static.
set(pc_requires "")
if(NOT BUILD_SHARED_LIBS)
  set(pc_requires "yaml-cpp libpcre2-8")
endif()
file(RELATIVE_PATH prefix_from_pc /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/nnsummary.pc.in ${PROJECT_BINARY_DIR}/nnsummary.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/nnsummary.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
