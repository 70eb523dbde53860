// What works with scripts only is shown where there are scripts.
document.documentElement.classList.add("js");
