<# dotnet nuget push in a comment
   --source https://api.nuget.org/v3/index.json #>
$feed = "https://pkgs.dev.azure.com/acme/_packaging/rank/nuget/v3/index.json"
dotnet nuget push out/rank.nupkg `
  --source $feed
