# Defines nnsummary::yaml-cpp and nnsummary::pcre2, the libraries that libnnsummary is linked with. The build includes
# this file, and so does the installed package of a static libnnsummary. A target that can't be found isn't defined.
function(nnsummary_find_library target name header)
  if(TARGET nnsummary::${target})
    return()
  endif()
  # A static libnnsummary makes programs that need no further library at run time; static libraries of a distribution
  # often can't be linked into a shared one. Either kind will do where there is no other.
  set(names lib${name}.a ${name})
  if(BUILD_SHARED_LIBS)
    set(names ${name})
  endif()
  # A variable of the caller would be taken for the result.
  unset(library)
  unset(include)
  find_library(library NAMES ${names} NO_CACHE)
  find_path(include ${header} NO_CACHE)
  if(library AND include)
    add_library(nnsummary::${target} UNKNOWN IMPORTED)
    set_target_properties(nnsummary::${target} PROPERTIES
      IMPORTED_LOCATION ${library} INTERFACE_INCLUDE_DIRECTORIES ${include})
  endif()
endfunction()

nnsummary_find_library(yaml-cpp yaml-cpp yaml-cpp/parser.h)
nnsummary_find_library(pcre2 pcre2-8 pcre2.h)
