# Completions of chosin for bash. bash takes author:kim apart at the colon; the words are put together again before
# chosin is asked, and what bash has already is taken off the answers.
_chosin() {
    local words=() line=$COMP_LINE cword=0 i word before
    for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $word ]]; then
            before=${line%%"$word"*}
            line=${line#*"$word"}
        else
            before=$line
        fi
        if ((i > 0)) && [[ $before != *[[:space:]]* ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        ((i == COMP_CWORD)) && cword=$((${#words[@]} - 1))
    done
    local current=${words[cword]} known=
    [[ $COMP_WORDBREAKS == *:* ]] && known=${current%"${current##*[:=]}"}
    local IFS=$'\013'
    COMPREPLY=($(_CLAP_IFS="$IFS" _CLAP_COMPLETE_INDEX="$cword" _CLAP_COMPLETE_COMP_TYPE="$COMP_TYPE" \
        _CLAP_COMPLETE_SPACE=false CHOSIN_COMPLETE=bash chosin -- "${words[@]}" 2>/dev/null))
    ((${#COMPREPLY[@]})) || return 0
    [[ ${COMPREPLY[0]} =~ [=/:]$ ]] && compopt -o nospace 2>/dev/null
    COMPREPLY=("${COMPREPLY[@]#"$known"}")
}
complete -o bashdefault -o default -F _chosin chosin
